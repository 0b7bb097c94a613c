/** The width of a text without access to fonts: the widths of the widest common typefaces, so that no text overflows its box. */

const MONOSPACE_EM = 0.605;
const SANS_EM = 0.57;

/** Width in px of one line set in the monospaced face. */
export const monospaceWidth = (text: string, fontPx: number): number => Math.ceil([...text].length * fontPx * MONOSPACE_EM);

/** Width in px of one line set in the proportional face. */
export const sansWidth = (text: string, fontPx: number): number => Math.ceil([...text].length * fontPx * SANS_EM);
