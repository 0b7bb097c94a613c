/** Every way a declaration can be wrong: the one catalogue of issue codes. docs/errors.md is kept equal to it by a test. */

interface IssueEntry {
  readonly severity: "error" | "warning";
  readonly title: string;
  /** What to write instead. */
  readonly repair: string;
  /** The key is wrong, not its value: an editor highlights the key. */
  readonly at?: "key";
}

/**
 * The catalogue of issue codes: each with its severity, its title and what to write instead.
 * @example
 * const { severity, title } = issueCodes.UNKNOWN_TARGET;
 * console.log(severity, title);
 */
// biome-ignore format: a table, one issue a line
export const issueCodes = {
  // the text and its shape
  UNREADABLE_TEXT: { severity: "error", title: "The text is neither YAML nor JSON", repair: "Correct the syntax at the place that the message names." },
  DUPLICATE_KEY: { severity: "error", title: "A key appears twice in one map", repair: "Keep one of them: the other would be lost silently." },
  KEY_NOT_TEXT: { severity: "error", title: "A key is not text", repair: "Write the key in quotes: JSON knows only text." },
  TEXT_TOO_LARGE: { severity: "error", title: "The text is larger than a declaration may be", repair: "Split the graph, or move data out of it." },
  EXPLODING_ANCHORS: { severity: "error", title: "YAML anchors expand to too many values", repair: "Write the repeated parts out, or nest anchors less." },
  TOO_DEEP: { severity: "error", title: "The declaration is nested too deeply", repair: "Flatten the value; no part of the language needs this depth." },
  NOT_DATA: { severity: "error", title: "A value is not plain JSON data", repair: "Write a string, number, boolean, null, list or map; name code in the registry." },
  MISSING_FIELD: { severity: "error", title: "A required field is missing", repair: "Add the field." },
  UNKNOWN_FIELD: { severity: "error", at: "key", title: "The language has no such field here", repair: "Correct the name or delete the field." },
  WRONG_VALUE: { severity: "error", title: "A value has the wrong type or is out of range", repair: "Write a value of the kind that the message names." },
  UNKNOWN_KIND: { severity: "error", title: "There is no such kind of node", repair: "Choose one of the kinds that the message lists." },
  // names
  BAD_NAME: { severity: "error", at: "key", title: "A name has characters that names may not have", repair: "Use a letter, then letters, digits, _ or -." },
  RESERVED_NAME: { severity: "error", at: "key", title: "The name is reserved", repair: "Choose another name; docs/language.md lists the reserved ones." },
  NAME_IS_CHANNEL: { severity: "error", at: "key", title: "A node has the name of a channel", repair: "Rename the node." },
  NAME_TAKEN: { severity: "error", at: "key", title: "A graph in the head has the name of a graph of the registry", repair: "Choose another name." },
  // references
  UNKNOWN_TARGET: { severity: "error", title: "An edge leads to a node that does not exist", repair: "Correct the name, or add the node." },
  UNKNOWN_REFERENCE: { severity: "error", title: "The registry has no code of this name", repair: "Correct the name, or add the code to the registry." },
  UNKNOWN_CHANNEL: { severity: "error", title: "The state has no such channel", repair: "Correct the name, or add the channel to the registry's state." },
  UNKNOWN_ROLE: { severity: "error", title: "The registry has no such role", repair: "Correct the name, or add the role to the registry's roles." },
  // labels
  UNHANDLED_LABEL: { severity: "error", title: "A label has no target", repair: "Give the label a target." },
  UNKNOWN_LABEL: { severity: "error", at: "key", title: "A target is set for a label that is never answered", repair: "Correct the label or delete the line." },
  UNREACHABLE_LABEL: { severity: "error", title: "No path reaches a label of endsWith", repair: "Lead an edge to it or delete it." },
  RESERVED_LABEL: { severity: "error", title: "Code declares a reserved label", repair: "Rename the label in the registry." },
  LABEL_IS_TOOL: { severity: "error", title: "A label of an agent has the name of one of its tools", repair: "Rename the label: to the model it is a tool too." },
  TWO_TEXTS: { severity: "error", title: "Two labels of an agent are said in words", repair: "Give all but one an object as their form." },
  // data flow
  UNKNOWN_ARGUMENT: { severity: "error", at: "key", title: "The code takes no such argument", repair: "Correct the name or delete the line." },
  MISSING_ARGUMENT: { severity: "error", title: "No channel provides an argument", repair: "Name its channel under args." },
  ARGUMENT_TYPE: { severity: "error", title: "A channel does not fit the argument that it provides", repair: "Name a channel, or a field of one, of the right type." },
  WRITE_TYPE: { severity: "error", title: "An output does not fit the channel that it is written to", repair: "Name a channel of the right type, or write one field of the output." },
  UNKNOWN_OUTPUT: { severity: "error", title: "The output has no such field", repair: "Name a field of the output." },
  UNPLACED_OUTPUT: { severity: "error", title: "A task's output is not written to a channel", repair: "Add writes." },
  INBOX_FORM: { severity: "error", title: "An inbox cannot fill the form of the decision that its word gives", repair: "Map a decision that the word can give: approve fills in nothing, reject and respond one text, edit the fields of a form." },
  UNPLACED_FORM: { severity: "error", title: "The form of a decision or a label is not written to a channel", repair: "Name a channel for its fields under writes." },
  NOT_A_LIST: { severity: "error", title: "A list is required, and the channel is not one", repair: "Name a list channel." },
  TWO_WRITERS: { severity: "error", title: "Two parallel branches write one channel", repair: "Give each a channel of its own, or make it a list." },
  SUBGRAPH_WAITS: { severity: "error", title: "A subgraph waits for a message", repair: "Let the subgraph ask with an interrupt whose `by` is requester; only the thread's own graph may wait." },
  SUBGRAPH_SIGNALS: { severity: "warning", title: "A subgraph takes signals, which cannot reach it", repair: "Declare the signal in the graph that the thread runs, or give each item a thread of its own." },
  KEEPS_IN_ITEM: { severity: "error", title: "A graph that keeps channels is the body of an item", repair: "Call a graph without keeps; an item has no memory from call to call." },
  GRAPH_CALLS_ITSELF: { severity: "error", title: "A graph in the head calls itself", repair: "Let it end, and let its caller call it again." },
  UNUSED_GRAPH: { severity: "warning", at: "key", title: "No node calls a graph in the head", repair: "Call it or delete it." },
  READS_REDUCED: { severity: "error", title: "A graph in the head reads a channel with a reducer", repair: "Read it in the caller; inside such a graph it can only be written." },
  OWN_THREADS_BODY: { severity: "error", title: "Items are threads of their own, and their body is not a declared graph", repair: "Let do be a subgraph that is declared, or leave threads out." },
  READ_BEFORE_WRITE: { severity: "error", title: "A channel is read that some path has not written", repair: "Write it on every path, add it to input, or make the argument optional." },
  // constants and params
  MISSING_CONSTANT: { severity: "error", title: "The code needs a constant", repair: "Add it under with." },
  UNKNOWN_CONSTANT: { severity: "error", at: "key", title: "The code takes no such constant", repair: "Correct the name or delete the line." },
  CONSTANT_TYPE: { severity: "error", title: "A constant has the wrong type", repair: "Write a value of the type that the message names." },
  UNKNOWN_PARAM: { severity: "error", title: "The graph has no such param", repair: "Correct the name, or add it under params." },
  UNUSED_PARAM: { severity: "warning", title: "A param is not used", repair: "Use it by { param: name } or delete it: changing it has no effect." },
  PARAM_TYPE: { severity: "error", title: "A param's value does not fit where it is used", repair: "Give the param a value of the type that the message names." },
  // people
  DEADLINE_ORDER: { severity: "error", title: "The deadlines do not end with the one that takes an edge", repair: "Let exactly the last deadline have next." },
  NO_FINAL_DEADLINE: { severity: "warning", title: "A question may wait forever", repair: "Add deadlines, the last one with next." },
  // effects
  UNHANDLED_UNKNOWN: { severity: "warning", title: "The outcome of an effect may be unknown, and no edge takes that", repair: "Add onUnknown, or an onError default; else the run fails there." },
  NEEDLESS_UNKNOWN: { severity: "warning", title: "onUnknown is set for a tool whose outcome is always known", repair: "Delete onUnknown, or give the tool once." },
  // flow
  UNREACHABLE_NODE: { severity: "error", at: "key", title: "No path leads to the node", repair: "Route to it or delete it." },
  NO_WAY_OUT: { severity: "error", at: "key", title: "From the node no end, wait or interrupt can be reached", repair: "Give one of its paths a way to end, wait or a person." },
  UNBOUNDED_CYCLE: { severity: "error", title: "A cycle has no bound", repair: "Give one of its nodes visits: { max, next }." },
  DEAF_WAIT: { severity: "warning", title: "The next message enters a node that takes nothing of it, and the thread waits again", repair: "Lead it to `wait:<node>` with a node that takes an input channel, or ask by an interrupt whose `by` is requester." },
  // the registry behind it
  UNKNOWN_MODEL: { severity: "error", title: "An agent names a model that the registry lacks", repair: "Correct the name, or add the model to the registry." },
  MISSING_SECRET: { severity: "error", title: "A model that the graph calls needs a secret that is not set", repair: "Set the environment variable, or let the graph name another model." },
  UNKNOWN_TOOL: { severity: "error", title: "An agent names a tool that the registry lacks", repair: "Correct the name, or add the tool to the registry." },
  TOOL_ARGUMENT: { severity: "error", title: "A tool's argument or constant cannot be given by the agent that calls it", repair: "Give the agent an argument of that name and type, or let the tool take one that JSON Schema can express." },
  PROMPT_ARGUMENT: { severity: "error", title: "A prompt names an argument that the agent does not take", repair: "Correct the name, add the argument, or write {{ for a brace." },
  EFFECT_MISMATCH: { severity: "error", title: "A tool's effect and its once contradict each other", repair: "Give a transaction its once; leave once out where there is no effect." },
  ONCE_ARGUMENT: { severity: "error", title: "once names something that is not an argument of the tool", repair: "Name one of its arguments." },
} as const satisfies Record<string, IssueEntry>;

export type IssueCode = keyof typeof issueCodes;
