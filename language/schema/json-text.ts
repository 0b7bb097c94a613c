/** JSON text in which -0 stays -0: JSON has it, and JSON.stringify writes 0. */

/** JSON.rawJSON, which TypeScript does not know yet. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => object };

/** In place of -0 in a value that JSON.stringify writes. */
export const negativeZero: object = rawJSON("-0");

/** For a replacer of JSON.stringify. */
export const writtenNumber = (value: number): number | object => (Object.is(value, -0) ? negativeZero : value);

export const keepNegativeZero = (_key: string, value: unknown): unknown => (typeof value === "number" ? writtenNumber(value) : value);

export const jsonText = (value: unknown): string => JSON.stringify(value, keepNegativeZero);
