/** The header that Intune's portal requires. */
export const expectedHeader = 'Device Serial Number,Windows Product ID,Hardware Hash'
