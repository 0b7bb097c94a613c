/** How names of people are stored and compared. */
import { describe, expect, it } from "vitest";
import { mayBeSame, personNamed } from "../../language/terms/person.ts";

describe("a name", () => {
  it("is stored in normal form C, without spaces around it", () => {
    expect(personNamed(" Zoe\u0308 ")).toBe("Zoë");
    expect(personNamed("dana (refund lead)")).toBe("dana (refund lead)");
    expect(personNamed("李雷")).toBe("李雷");
  });

  it.each([undefined, "", "  ", "\u00a0\u2003", "\u200b\u200d\u00ad", "\ufeff", "Anonymous", " deadline ", "command", "requester"])(
    "is none: %j",
    (said) => {
      expect(personNamed(said)).toBeUndefined();
    },
  );

  it.each(["a\u0000b", "a\nb", "a\u202eb", "a\u2028b", "\ud800", "x".repeat(201)])("is refused: %j", (said) => {
    expect(() => personNamed(said)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });

  it.each([
    ["Dana", "dana"],
    ["ＤＡＮＡ", "dana"],
    ["da\u200bna", "dana"],
    ["dana  k", "Dana K"],
    ["STRASSE", "straße"],
    ["ΣΑΣ", "σας"],
    ["Zoe\u0308", "ZOË"],
  ])("may be the same person's as another: %s, %s", (one, other) => {
    expect(mayBeSame(one, other)).toBe(true);
  });

  it("differs from another", () => {
    expect(mayBeSame("dana", "dan")).toBe(false);
    expect(mayBeSame("zoe", "zoë")).toBe(false);
  });
});
