/** Money as people write it. Everywhere else it is whole cents. */

/** 123456 → "€1,234.56" */
export const euros = (cents: number): string =>
  `€${(cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
