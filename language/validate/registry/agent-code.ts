/** Rules of an agent's own code: its model and tools exist, its prompt names its arguments, its tools can be given theirs. */

import type { Issue } from "../../issues/issue.ts";
import { promptNames } from "../../registry/prompt.ts";
import type { Agent, Registry, Tool } from "../../registry/registry.ts";
import { namedIn } from "../../rules/references.ts";
import { issueAt, nearestAdvice } from "../../rules/rule-context.ts";
import { describeSchema, fits } from "../../schema/fits.ts";
import { acceptedSchemaOf, fieldsOf, jsonSchemaOf } from "../../schema/json-schema.ts";

export function checkAgentCode(registry: Registry): Issue[] {
  return Object.entries(registry.agents ?? {}).flatMap(([name, agent]) => ("prompt" in agent ? checkPrompted(registry, name, agent) : []));
}

type Prompted = Extract<Agent, { prompt: string }>;

function checkPrompted(registry: Registry, name: string, agent: Prompted): Issue[] {
  const path = ["registry", "agents", name];
  const models = Object.keys(registry.models ?? {});
  const tools = registry.tools ?? {};
  const given = [...fieldsOf(jsonSchemaOf(agent.args)).keys(), ...(agent.with ? fieldsOf(jsonSchemaOf(agent.with)).keys() : [])];
  return [
    ...(models.includes(agent.model)
      ? []
      : [
          issueAt(
            "UNKNOWN_MODEL",
            [...path, "model"],
            `there is no model "${agent.model}".`,
            nearestAdvice(agent.model, models, [...path, "model"]),
          ),
        ]),
    ...(agent.tools ?? []).flatMap((tool, index) => {
      const at = [...path, "tools", index];
      const definition = namedIn(tools, tool);
      if (!definition) return [issueAt("UNKNOWN_TOOL", at, `there is no tool "${tool}".`, nearestAdvice(tool, Object.keys(tools), at))];
      return checkTool(agent, { name: tool, tool: definition, at });
    }),
    ...promptNames(agent.prompt)
      .filter((each) => !given.includes(each))
      .map((each) =>
        issueAt(
          "PROMPT_ARGUMENT",
          [...path, "prompt"],
          `the prompt names "{${each}}", but agent "${name}" takes no argument or constant of that name.`,
          nearestAdvice(each, given, [...path, "prompt"]),
        ),
      ),
  ].map((issue) => (issue.code === "PROMPT_ARGUMENT" ? withoutRepair(issue) : issue));
}

/** The nearest name is a part of the prompt, so no whole value can be put in its place. */
function withoutRepair({ repair: _, ...issue }: Issue): Issue {
  return issue;
}

interface ToolUse {
  readonly name: string;
  readonly tool: Tool;
  readonly at: readonly (string | number)[];
}

/** The model fills in a tool's arguments, except those that the agent has itself; only the agent can give its constants. */
function checkTool(agent: Prompted, { name, tool, at }: ToolUse): Issue[] {
  const own = fieldsOf(jsonSchemaOf(agent.args));
  const constants = agent.with ? fieldsOf(jsonSchemaOf(agent.with)) : new Map<string, never>();
  const args = [...fieldsOf(acceptedSchemaOf(tool.args))].flatMap(([argument, wanted]) => {
    const given = own.get(argument);
    if (!given || fits(given.schema, wanted.schema)) return [];
    return [
      issueAt(
        "TOOL_ARGUMENT",
        at,
        `tool "${name}" wants ${describeSchema(wanted.schema)} for "${argument}", but the agent's argument of that name is ${describeSchema(given.schema)}.`,
      ),
    ];
  });
  const missing = tool.with
    ? [...fieldsOf(acceptedSchemaOf(tool.with))].filter(([constant, { required }]) => required && !constants.has(constant))
    : [];
  return [
    ...args,
    ...missing.map(([constant]) =>
      issueAt("TOOL_ARGUMENT", at, `tool "${name}" needs the constant "${constant}", and the agent has none of that name to pass on.`, {
        hint: `Declare "${constant}" in the agent's \`with\`.`,
      }),
    ),
  ];
}
