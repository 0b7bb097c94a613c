/** Public workflows of LangGraph as declarations: one run of each, and all generated paths. */
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { expect, it } from "vitest";
import { runPath } from "../../../testkit/index.ts";
import { checkEnumeration } from "../../testkit/check-enumeration.ts";
import { planAndExecute } from "./plan-and-execute.ts";
import { supervisorTeam } from "./supervisor.ts";
import { reservations, swarm } from "./swarm.ts";

it("agent supervisor: a label for each member, and one for the end", async () => {
  const next = ["researcher", "chart_generator", "FINISH"];
  const { path } = await runPath(supervisorTeam, {
    input: { messages: "Draw the US GDP growth from 2021 to 2023." },
    agents: { supervisor: () => next.shift(), researcher: "5.9, 1.9, 2.5", chartGenerator: "Chart has been generated" },
  });
  expect(path).toEqual([
    "supervisor -researcher-> researcher",
    "researcher -next-> supervisor",
    "supervisor -chart_generator-> chart_generator",
    "chart_generator -next-> supervisor",
    "supervisor -FINISH-> end",
  ]);
});

it("plan and execute: the replanner answers a plan or the response", async () => {
  const replans = [
    { label: "plan", output: { steps: ["find hometown"] } },
    { label: "response", output: { response: "Sesto" } },
  ];
  const { path, state } = await runPath(planAndExecute, {
    input: { objective: "what is the hometown of the 2024 Australian open winner?" },
    agents: {
      planner: { steps: ["find winner", "find hometown"] },
      executor: ({ step }: { step: string }) => `done: ${step}`,
      replanner: () => replans.shift(),
    },
  });
  const round = ["takeStep -next-> agent", "agent -next-> note", "note -next-> replan"];
  expect(path).toEqual(["planner -next-> takeStep", ...round, "replan -plan-> takeStep", ...round, "replan -response-> end"]);
  expect(state).toMatchObject({ response: "Sesto", pastSteps: [{ step: "find winner" }, { step: "find hometown" }] });
});

it("swarm: the third turn books by the id that the second looked up", async () => {
  const model = fakeModel()
    .respondWithTools([{ name: "book_flight", args: { id: "1" }, id: "c1" }])
    .respond(new AIMessage("Booked Jet Blue."))
    .respondWithTools([{ name: "handoff_to_hotelDesk", args: {}, id: "c2" }])
    .respondWithTools([{ name: "search_hotels", args: { location: "New York" }, id: "c3" }])
    .respond(new AIMessage("There is one hotel, the McKittrick."))
    .respondWithTools([{ name: "book_hotel", args: { id: "1" }, id: "c4" }])
    .respond(new AIMessage("Booked."));
  const { path } = await runPath(swarm, {
    input: { userId: "u1", messages: "flight 1, please" },
    turns: [{ messages: "now a hotel" }, { messages: "book it" }],
    models: { gpt4o: () => model },
  });
  expect(path.filter((line) => line.includes("->"))).toEqual([
    ...["flightDesk -next-> flights", "flights -next-> wait:flightDesk"],
    ...[
      "flightDesk -next-> flights",
      "flights -handoff:hotelDesk-> hotelDesk",
      "hotelDesk -next-> hotels",
      "hotels -next-> wait:hotelDesk",
    ],
    ...["hotelDesk -next-> hotels", "hotels -next-> wait:hotelDesk"],
  ]);
  const heard = (model.calls.at(-2)?.messages ?? []) as BaseMessage[];
  expect(heard.map(({ text }) => text).join("\n")).toContain("McKittrick Hotel");
  expect(reservations.get("u1")).toEqual({ flight: "1", hotel: "1" });
});

it.each([supervisorTeam, planAndExecute, swarm])("all generated paths of $id", async (graph) => {
  const { wrong, forgotten } = await checkEnumeration(graph);
  expect({ wrong, forgotten }).toEqual({ wrong: [], forgotten: [] });
});
