/** How a hash is recognized among other values, whole or not. */

/** No other value begins like a hash and is as long. */
export const minBegun = 60

/** Also for a truncated or damaged hash. */
export const beginsHash = (value: string): boolean =>
  value.length >= minBegun &&
  /^[\s"'“„‘>]*(?:T0[EFGH]|VDB[FGHI])[A-Za-z0-9+/\s_%&;#\\-]{57}/.test(value)
