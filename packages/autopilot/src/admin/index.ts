/** What `/admin/v1` answers and takes, as types; the shapes that check requests stand beside its routes. */
export type * from './access.ts'
export type * from './applications.ts'
export type * from './audit.ts'
export * from './identity.ts'
export type * from './list.ts'
export type * from './tenants.ts'
