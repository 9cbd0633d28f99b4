/** The whole golden set. */
import { fieldCases } from './field-cases.ts'
import { formCases } from './form-cases.ts'
import { kindCases } from './kind-cases.ts'
import { ruleCases } from './rule-cases.ts'
import { valueCases } from './value-cases.ts'

export const goldenCases = [...formCases, ...valueCases, ...ruleCases, ...kindCases, ...fieldCases]
