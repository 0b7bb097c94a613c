/** What can be an `Idempotency-Key`: printable ASCII, 1 to 255 characters. */
const USABLE = /^[\x20-\x7e]{1,255}$/;

export const REQUEST_KEY = "1 to 255 printable ASCII characters";

export const isRequestKey = (key: string): boolean => USABLE.test(key);
