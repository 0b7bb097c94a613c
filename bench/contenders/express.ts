/** Express alone: the least that a run over HTTP could cost, two requests with a body. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";

const app = express().use(express.json());
app.post("/threads", (_request, response) => void response.json({ thread_id: "a" }));
app.post("/threads/:thread/runs/wait", (request, response) => void response.json({ n: request.body.input.n + 10 }));
const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
console.log(`express at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
