/** Messages of a chat as WhatsApp copies and exports them: each begins with its time and its sender. [observed] */

const sender = String.raw`[^:\r\n]{1,60}:[ \t\u00a0]`
const time = String.raw`\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?`
const mark = new RegExp(
  String.raw`^[\u200e\u200f\u202a]?(?:\[${time}\]\s|${time}\s[-–]\s)${sender}[\u200e\u200f]?`,
  'gimu',
)

/** The messages alone; undefined for any other text. */
export function messagesOf(text: string): string | undefined {
  const messages = text.replaceAll(mark, '')
  return messages === text ? undefined : messages
}
