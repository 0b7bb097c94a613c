export const graph = { nodes: {} };
