/** The order desk's vocabulary after a change: approving a refund needs no form any more. */
import { question, setup } from "../../../../language/index.ts";
import { desk as today } from "../../../fixtures/order-desk.ts";

const approveRefund = question({ prompt: "Pay this refund?", decisions: { approve: null, edit: null, reject: null } });
export const desk = setup({ ...today.registry, questions: { ...today.registry.questions, approveRefund } });
