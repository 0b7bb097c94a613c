/** The entry `signalbox`: the language. It declares and checks graphs, and loads neither LangChain nor a database. */
export * from "./language/index.ts";
