/** Where the pages of sign-in live; below one path per sign-in, because its cookie is bound to that path. */
import type { TenantId } from '../../../core/ids.ts'

export function signInPath(tenantId: TenantId, uid: string): string {
  return `/${tenantId}/sign-in/${uid}`
}

/** The redirect URI that outside identity providers know. */
export function externalCallback(publicUrl: string, tenantId: TenantId): string {
  return `${new URL(publicUrl).origin}/${tenantId}/oauth2/v2.0/external`
}

export const stylePath = '/common/sign-in.css'
export const iconPath = '/common/icon.svg'
