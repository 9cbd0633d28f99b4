/** What the comparison of the captures before and after a repair shows, what that means, and what a person may add. */

export const repairVerdicts = [
  'sameDevice',
  'boardReplaced',
  'otherDevice',
  'donorBound',
  'noBiosTool',
  'ambiguous',
] as const
export type RepairVerdict = (typeof repairVerdicts)[number]

/** What a person says of an ambiguous comparison. */
export const repairBoardAnswers = ['anotherBoard', 'sameBoard'] as const
export type RepairBoardAnswer = (typeof repairBoardAnswers)[number]

/** What a verdict means, and what is done now. */
export const repairVerdictTexts: Readonly<
  Record<RepairVerdict, { readonly means: string; readonly next: string }>
> = {
  sameDevice: {
    means: 'The board is the one that is registered.',
    next: 'Nothing has to be registered again: resume the registration.',
  },
  boardReplaced: {
    means: 'It is the same device with another board.',
    next: 'Register it again: everything is carried over, and the old board is released.',
  },
  otherDevice: {
    means: 'It is another device: nothing of the registered one is in it.',
    next: 'If the vendor has exchanged the device, register it in place of the old one.',
  },
  donorBound: {
    means: 'Its board belongs to a device that is registered.',
    next: 'It cannot be registered. Send it back, or have that registration released and hand in the capture again.',
  },
  noBiosTool: {
    means: 'Its firmware has no serial number or no UUID: nobody wrote them to the new board.',
    next: 'Have the firmware written by a workshop with the maker’s tool, and capture the hash again.',
  },
  ambiguous: {
    means: 'The capture has parts of both: it does not show whether the board was replaced.',
    next: 'Look at the comparison and ask the workshop; a person has to confirm before it is registered again.',
  },
}
