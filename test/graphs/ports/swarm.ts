/** langgraph-swarm-py examples/customer_support: two booking assistants hand a conversation over; whoever has it gets the next message. */
import { fakeModel } from "langchain";
import { z } from "zod";
import { agent, type Message, messages, setup, ToolError, tool } from "../../../index.ts";

const flights = [{ id: "1", airline: "Jet Blue", departure_airport: "BOS", arrival_airport: "JFK" }];
const hotels = [{ id: "1", name: "McKittrick Hotel", location: "New York" }];
const Reservation = z.object({ flight: z.string().optional(), hotel: z.string().optional() });
/** The original's RESERVATIONS: a table in the process. */
export const reservations = new Map<string, z.infer<typeof Reservation>>();

const book = (what: "flight" | "hotel", offers: readonly { readonly id: string }[]) =>
  tool({
    ...{ description: `Books a ${what}.`, errors: { UNKNOWN: "final" }, effect: "idempotent", once: ["userId", "id"] },
    args: z.object({ id: z.string(), userId: z.string() }),
    output: z.string(),
    run: async ({ id, userId }) => {
      if (!offers.some((offer) => offer.id === id)) throw new ToolError("UNKNOWN", `there is no ${what} ${id}`);
      reservations.set(userId, { ...reservations.get(userId), [what]: id });
      return `Successfully booked ${what}`;
    },
  });

const Turn = z.object({ messages: z.array(z.custom<Message>()), userId: z.string(), reservation: Reservation });
const looking = { effect: "none", errors: {}, output: z.array(z.any()) } as const;
const assistant = { model: "gpt4o", args: Turn, output: z.string() } as const;

const office = setup({
  state: { messages: messages(), userId: z.string(), reservation: Reservation },
  models: { gpt4o: () => fakeModel() },
  tools: {
    reserved: tool({
      ...{ effect: "none", errors: {}, args: z.object({ userId: z.string() }), output: Reservation },
      run: async ({ userId }) => reservations.get(userId) ?? {},
    }),
    search_flights: tool({
      ...looking,
      args: z.object({ departure_airport: z.string(), arrival_airport: z.string() }),
      run: async () => flights,
    }),
    book_flight: book("flight", flights),
    search_hotels: tool({ ...looking, args: z.object({ location: z.string() }), run: async () => hotels }),
    book_hotel: book("hotel", hotels),
  },
  agents: {
    flight: agent({ ...assistant, tools: ["search_flights", "book_flight"], prompt: "You book flights. Reserved: {reservation}" }),
    hotel: agent({ ...assistant, tools: ["search_hotels", "book_hotel"], prompt: "You book hotels. Reserved: {reservation}" }),
  },
});

export const swarm = office.defineGraph({
  id: "swarm",
  version: 1,
  start: "flightDesk",
  input: ["messages", "userId"],
  output: ["messages"],
  keeps: ["messages", "userId"],
  nodes: {
    flightDesk: { kind: "tool", tool: "reserved", writes: "reservation", next: "flights" },
    flights: {
      ...{ kind: "agent", agent: "flight", transcript: "messages", next: "wait:flightDesk" },
      handoff: { hotelDesk: "the user wants to search for or book a hotel" },
      visits: { max: 5, next: "wait:flightDesk" },
    },
    hotelDesk: { kind: "tool", tool: "reserved", writes: "reservation", next: "hotels" },
    hotels: {
      ...{ kind: "agent", agent: "hotel", transcript: "messages", next: "wait:hotelDesk" },
      handoff: { flightDesk: "the user wants to search for or book a flight" },
      visits: { max: 5, next: "wait:hotelDesk" },
    },
  },
});
