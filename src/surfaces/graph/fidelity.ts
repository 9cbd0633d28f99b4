/**
 * How faithful to the real service's oddities: `lenient` does what people want, `strict` reproduces what
 * was documented or observed even where it hurts. docs/differences.md lists both.
 */
export type Fidelity = 'lenient' | 'strict'
