import { defaultDenyRows } from '../../src/core/identity/default-deny-rows.ts'
import { denyListOf } from '../../src/core/identity/deny-list.ts'

/** The deny list that an installation starts with. */
export const defaultDenyList = denyListOf(defaultDenyRows)
