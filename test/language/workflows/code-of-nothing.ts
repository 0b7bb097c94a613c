/** Code that is never run: the workflows beside this file are declared and checked, not executed. */

export const never = async (): Promise<never> => {
  throw new Error("this workflow is only checked");
};
