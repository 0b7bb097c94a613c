/** Stands for the node of an edge that nodes inherit from `defaults` or `budget`. No node is named so. */
export const everyNode = "*";
