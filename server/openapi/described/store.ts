/** The store. */
import { deleteItemBody, getItemQuery, namespacesBody, putItemBody, searchItemsBody } from "../../routes/store.ts";
import type { DescribedRoutes } from "./described.ts";

export const storeDescribed: DescribedRoutes = {
  "PUT /store/items": { summary: "Keep a value", body: putItemBody, status: 204 },
  "GET /store/items": { summary: "A value by its namespace and key; null if there is none", query: getItemQuery, answer: "Item" },
  "DELETE /store/items": { summary: "Delete a value", body: deleteItemBody, status: 204 },
  "POST /store/items/search": { summary: "Search values under a namespace", body: searchItemsBody, answer: "Items" },
  "POST /store/namespaces": { summary: "The namespaces that have values", body: namespacesBody, answer: "Namespaces" },
};
