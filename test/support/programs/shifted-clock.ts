/** Loaded before a server, it sets that process's clock off by TAXIWAY_TEST_CLOCK_SHIFT seconds. */
const shift = Number(process.env['TAXIWAY_TEST_CLOCK_SHIFT'] ?? 0) * 1_000
const RealDate = Date

globalThis.Date = class extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(RealDate.now() + shift)
    else super(...(given as [number]))
  }

  static override now(): number {
    return RealDate.now() + shift
  }
} as DateConstructor
