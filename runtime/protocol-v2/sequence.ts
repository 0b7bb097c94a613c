/** The order of all events of a thread: what its log orders by place, as numbers with room for what one event becomes in protocol v2. */
import { epochOf as epochOfPlace } from "../event-log/log-event.ts";

/** Events of protocol v2 that one event of a run can become. */
const SLOTS = 64;

/** A safe integer up to epoch 8,388,607. From the 64th on they share a number, and are told apart by their ids. */
export const sequenceOf = (place: number, k: number): number => place * SLOTS + Math.min(k, SLOTS - 1);

/** The last number of what an event can become. */
export const endOf = (place: number): number => sequenceOf(place, SLOTS - 1);

export const epochOf = (sequence: number): number => epochOfPlace(Math.floor(sequence / SLOTS));
