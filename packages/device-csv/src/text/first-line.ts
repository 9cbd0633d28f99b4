/**
 * What a first line without any known title may be: unknown titles, or a row of corporate identifiers.
 *
 * Three short texts alone prove nothing. A line counts as manufacturer, model and serial number only if its
 * third value looks like a serial number, so that a mistyped header is never taken for a valid file.
 */

const titleAtStart =
  /^\W*(?:serial|hash|product|hardware|device|name|model|manufacturer|vendor|computer|asset|pkid|id)/i
const titleAnywhere = /serial|hash|product|hardware|device|name|model|number/i

/** Letters and digits with at least one digit, or capitals only; anything longer is not a serial number. */
const serialLike = /^(?=.*\d|[A-Z]{5,}$)[A-Za-z0-9][A-Za-z0-9 ._/+-]{2,63}$/

/** No title has eight words, or four and a colon. */
const sentence = /(?:\S+\s+){7}\S|(?:\S+\s+){3}\S*:\s*$/

/** `values` may be titles: each is a word, none is a number or a value of a device. */
export function looksLikeTitles(values: readonly string[]): boolean {
  const areWords = values.every(
    (value) => value.length <= 64 && /\p{L}/u.test(value) && !sentence.test(value),
  )
  return areWords && !values.some((value) => /\d.*\d/.test(value) && !titleAnywhere.test(value))
}

/** `values` are probably meant as a header: there are three of them, or one mentions devices. */
export function looksLikeWrongHeader(values: readonly string[]): boolean {
  return values.length === 3 || values.some((value) => titleAnywhere.test(value))
}

/** `values` are manufacturer, model and serial number, as in a file of corporate identifiers, which has no header. */
export function looksLikeIdentifiers(values: readonly string[]): boolean {
  const [manufacturer = '', model = '', serial = ''] = values.map((value) => value.trim())
  if (values.length !== 3 || model === '' || model.length > 256) return false
  const isMaker =
    /\p{L}/u.test(manufacturer) && !/\d.*\d/.test(manufacturer) && manufacturer.length <= 256
  if (!isMaker || titleAtStart.test(manufacturer)) return false
  return serialLike.test(serial) && !titleAnywhere.test(serial)
}

/** As `looksLikeIdentifiers`, but with the serial number second and the model, which contains spaces, third. */
export function looksLikeSwappedIdentifiers(values: readonly string[]): boolean {
  const [manufacturer = '', serial = '', model = ''] = values.map((value) => value.trim())
  const isModel = / /.test(model) && /\p{L}/u.test(model)
  return (
    isModel &&
    /^(?=.*\d)[A-Z0-9-]{5,20}$/.test(serial) &&
    looksLikeIdentifiers([manufacturer, model, serial])
  )
}

/** A title of another property of a device, which is never recognized by its position alone. */
export const isOtherTitle = (title: string): boolean =>
  /asset|inventar|inventory|owner|besitzer|benutzer|user|name|site|room|raum|location|standort|depart|abteilung|note|comment|kommentar|date|datum|ticket|order/i.test(
    title,
  )
