/**
 * How faithfully the real service's oddities are reproduced: `lenient` does what people want, `strict` does what
 * was documented or observed even where it hurts. docs/differences.md lists both.
 */
export type Fidelity = 'lenient' | 'strict'
