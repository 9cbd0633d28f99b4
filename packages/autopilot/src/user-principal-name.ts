/**
 * The form of user principal names: name@domain.
 *
 * The form only. Microsoft checks no more than the domain of a device's user, and a user who does not exist makes
 * the device unusable until they are unassigned. [documented: Microsoft, "Manually register devices"]
 */
const form = /^[^\s\p{C}@<>()[\]\\,;:"]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z0-9-]+$/u

/** No name is longer, and the pattern must not be run over a whole file's worth of letters. */
const maxLength = 320

export function isUserPrincipalName(text: string): boolean {
  return text.length <= maxLength && form.test(text)
}
