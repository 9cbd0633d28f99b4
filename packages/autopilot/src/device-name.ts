/**
 * Names that Windows accepts for a computer, and the templates of profiles that make them.
 *
 * Up to 15 characters; letters, digits and hyphens; not digits alone. [documented: Microsoft, "Configure Autopilot
 * profiles"] The first is not a hyphen. [documented: Microsoft, "Naming conventions in Active Directory"] Rules answer with the reasons against a value, as predicates to put a subject before: none = accepted.
 */
export const maxDeviceNameLength = 15

const characters = /^[A-Za-z0-9-]+$/

/** Why Windows would not accept `name`, such as "is all digits". */
export function deviceNameFaults(name: string): readonly string[] {
  if (name === '') return ['is empty']
  return [
    ...(name.length > maxDeviceNameLength ? [tooLong] : []),
    ...(characters.test(name) ? [] : ['contains something other than letters, digits and hyphens']),
    ...(/^\d+$/.test(name) ? ['is all digits'] : []),
    ...(name.startsWith('-') ? ['begins with a hyphen'] : []),
  ]
}

const tooLong = `is longer than ${maxDeviceNameLength} characters`

/** Why no device could be named by `template`. How long a serial number makes the name, nobody knows before. */
export function nameTemplateFaults(template: string): readonly string[] {
  const macros = [...template.matchAll(/%([^%]*)%/g)].map(([, macro = '']) => macro)
  const unknown = macros.find((macro) => !/^(SERIAL|RAND:([1-9]|1[0-5]))$/i.test(macro))
  if (unknown !== undefined)
    return [`has '%${unknown}%', which is neither %SERIAL% nor %RAND:x% with x from 1 to 15`]
  const random = macros.map((macro) => Number(/^RAND:(\d+)$/i.exec(macro)?.[1] ?? 1))
  const plain = template.replace(/%[^%]*%/g, '')
  const shortest = plain.length + random.reduce((sum, length) => sum + length, 0)
  return [
    ...(shortest > maxDeviceNameLength
      ? [`makes names longer than ${maxDeviceNameLength} characters`]
      : []),
    ...(plain === '' || characters.test(plain)
      ? []
      : ['contains something other than letters, digits, hyphens and macros']),
    ...(/^\d+$/.test(template) ? ['is all digits'] : []),
    ...(template.startsWith('-') ? ['begins with a hyphen'] : []),
  ]
}
