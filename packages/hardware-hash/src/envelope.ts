/** The fixed numbers of the envelope around the records: head, trailer with digest, zeros. */

/** A hash is always this long, as bytes and as base64. */
export const hashBytes = 3000
export const hashCharacters = 4000

/** "OA" at the start, as a little-endian word. */
export const magic = 0x414f

/** Magic and `total`; also the size of each record's own head. */
export const headSize = 4

/** "CS" where the records end, as a little-endian word. */
export const trailerTag = 0x5343

/** Tag, this size, and the SHA-256 of everything before. */
export const trailerSize = 36

/** Records may reach up to here: the digest must still fit. */
export const maxTotalBytes = hashBytes - trailerSize
