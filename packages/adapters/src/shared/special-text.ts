/** Texts of tokens that belong to a chat template or a tokenizer, not to what the model says. */

const BRACKETED = /^<[|\uff5c]?[^<>\s]{1,60}[|\uff5c]?>$/u
const INSTRUCTION = /^\[\/?[A-Z_]{3,}\]$/

/** Whether a text looks like a control token: `<|im_end|>`, `<｜end▁of▁sentence｜>`, `</s>`, `<end_of_turn>`, `</think>`, `[INST]`. */
export function looksSpecial(text: string): boolean {
  return text.length >= 3 && text.length <= 64 && (BRACKETED.test(text) || INSTRUCTION.test(text))
}
