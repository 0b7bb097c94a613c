/** Mistakes in constants, params, durations and the other small values. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { ask, d, g, limit, route, write } from "./vocabulary.ts";

const top = { params: { top: 5 } } as const;
const name = { params: { name: "a" } } as const;
const soon = { params: { soon: "5m" } } as const;

export const constants = [
  mistake("a constant is missing", ["MISSING_CONSTANT", "nodes.x"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error the task needs "max"
    x: { kind: "task", task: "limit", routes: { yes: "end", no: "end" } } } })),
  mistake("a constant has the wrong type", ["CONSTANT_TYPE", "nodes.x.with.max"], d.defineGraph({ ...g, nodes: { x: { ...limit, with: {
    // @ts-expect-error "max" is a number
    max: "3" } } } })),
  mistake("a constant is mistyped", ["UNKNOWN_CONSTANT", "nodes.x.with.maxx"], d.defineGraph({ ...g, nodes: { x: { ...limit, with: { max: 3,
    // @ts-expect-error it is "max"
    maxx: 3 } } } })),
  mistake("a constant for code that takes none", ["UNKNOWN_CONSTANT", "nodes.x.with.tone"], d.defineGraph({ ...g, nodes: { x: { ...write, 
    // @ts-expect-error the writer takes no constants
    with: { tone: "kind" } } } })),
  mistake("a param is mistyped", ["UNKNOWN_PARAM", "nodes.x.with.max.param"], d.defineGraph({ ...g, ...top, nodes: { x: { ...limit, with: { max: {
    // @ts-expect-error it is "top"
    param: "topp" } } } } })),
  mistake("a param holds the wrong type for a constant", ["PARAM_TYPE", "nodes.x.with.max.param"], d.defineGraph({ ...g, ...name, nodes: { x: { ...limit, with: { max: {
    // @ts-expect-error "name" holds text
    param: "name" } } } } })),
  mistake("a param holds no duration", ["PARAM_TYPE", "nodes.x.timeout.param"], d.defineGraph({ ...g, ...name, nodes: { x: { ...write, timeout: {
    // @ts-expect-error "name" holds no duration
    param: "name" } } } })),
  mistake("a param holds no duration for a deadline", ["PARAM_TYPE", "nodes.x.deadlines.0.after.param"], d.defineGraph({ ...g, ...top, nodes: { x: { ...ask, deadlines: [{ next: "end", after: {
    // @ts-expect-error "top" holds a number
    param: "top" } }] } } })),
  mistake("a param holds no number", ["PARAM_TYPE", "nodes.x.visits.max.param"], d.defineGraph({ ...g, ...soon, nodes: { x: { ...write, visits: { next: "end", max: {
    // @ts-expect-error "soon" holds a duration
    param: "soon" } } } } })),
  mistake("a param cannot change an edge", ["WRONG_VALUE", "nodes.x.next"], d.defineGraph({ ...g, ...name, nodes: { x: { ...write,
    // @ts-expect-error an edge is not a param
    next: { param: "name" } } } })),
  mistake("a duration has no such unit", ["WRONG_VALUE", "nodes.x.timeout"], d.defineGraph({ ...g, nodes: { x: { ...write,
    // @ts-expect-error minutes are "m"
    timeout: "5min" } } })),
  mistake("a duration is a bare number", ["WRONG_VALUE", "nodes.x.timeout"], d.defineGraph({ ...g, nodes: { x: { ...write,
    // @ts-expect-error seconds or milliseconds?
    timeout: 30 } } })),
  mistake("a deadline's duration has no such unit", ["WRONG_VALUE", "nodes.x.deadlines.0.after"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ next: "end",
    // @ts-expect-error hours are "h"
    after: "4hours" }] } } })),
  mistake("a threshold is text", ["WRONG_VALUE", "nodes.x.lowConfidence.below"], d.defineGraph({ ...g, nodes: { x: { ...route, lowConfidence: { next: "end",
    // @ts-expect-error a number from 0 to 1
    below: "high" } } } })),
  mistake("attempts are text", ["WRONG_VALUE", "defaults.retry.maxAttempts"], d.defineGraph({ ...g, defaults: { retry: {
    // @ts-expect-error a number
    maxAttempts: "three" } },
    nodes: { x: write } })),
];
