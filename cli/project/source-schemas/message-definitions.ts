/** How a message is shown in schemas: as the reference server's generator shows LangChain's class, by whose name clients recognise it. */

export const MESSAGE = "BaseMessage<MessageStructure<MessageToolSet>,MessageType>";

const text = { type: "string" };

export const messageDefinitions = {
  [MESSAGE]: {
    description: "Base class for all types of messages in a conversation.",
    oneOf: [{ $ref: "#/definitions/RemoveMessage" }], // the only class that extends it without type parameters of its own
  },
  RemoveMessage: {
    description: "Message responsible for deleting other messages.",
    type: "object",
    properties: {
      type: { ...text, const: "remove" },
      id: text,
      name: text,
      content: { anyOf: [{ type: "array", items: { type: "object", properties: { type: text, id: text } } }, text] },
      additional_kwargs: { type: "object", additionalProperties: {} },
      response_metadata: { type: "object" },
    },
  },
};
