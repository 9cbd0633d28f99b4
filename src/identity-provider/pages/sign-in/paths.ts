/** Addresses that belong to no single sign-in. */
import type { TenantId } from '../../../core/ids.ts'

/** The redirect URI that external identity providers know. */
export function externalCallback(publicUrl: string, tenantId: TenantId): string {
  return `${new URL(publicUrl).origin}/${tenantId}/oauth2/v2.0/external`
}

export const stylePath = '/common/sign-in.css'
export const iconPath = '/common/icon.svg'
