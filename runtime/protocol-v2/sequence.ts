/** The order of all events of a thread: what its log orders by place, as numbers with room for what one event becomes in protocol v2. */
import { beginOf, epochOf as epochOfPlace } from "../event-log/log-event.ts";

/** Numbers for each event of a run. One that becomes more of protocol v2 takes those of the events after it, which then follow it. */
const SLOTS = 64;

/** Of what an event of a run becomes, after everything up to the number `last`. A safe integer up to epoch 8,388,607. */
export const sequenceAfter = (last: number, place: number): number => Math.max(place * SLOTS, last + 1);

/** The last number of an event of a run. */
export const endOf = (place: number): number => place * SLOTS + SLOTS - 1;

/** The last number of an epoch. */
export const endOfEpoch = (place: number): number => endOf(beginOf(epochOfPlace(place) + 1));

export const epochOf = (sequence: number): number => epochOfPlace(Math.floor(sequence / SLOTS));
