/** Tokens of binary XML: [MS-EVEN6] 2.2.12. */
export const token = {
  endOfFragment: 0x00,
  openElement: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  endElement: 0x04,
  value: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  characterReference: 0x08,
  entityReference: 0x09,
  instructionTarget: 0x0a,
  instructionData: 0x0b,
  templateInstance: 0x0c,
  substitution: 0x0d,
  optionalSubstitution: 0x0e,
  fragmentHeader: 0x0f,
} as const
/** More follows: attributes after an element, text after text. */
export const moreFlag = 0x40

/** What may also be in an attribute. False at the end, where there is no token. */
export function isCharacterData(next: number): boolean {
  const kind = next & ~moreFlag
  return (
    next !== -1 &&
    ((kind >= token.value && kind <= token.entityReference && kind !== token.attribute) ||
      kind === token.substitution ||
      kind === token.optionalSubstitution)
  )
}
