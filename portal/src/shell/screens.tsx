/** The map of the portal: addresses, their names in the navigation, and what they need. */
import {
  Apps20Regular,
  ArrowSwap20Regular,
  ArrowUpload20Regular,
  BinRecycle20Regular,
  BranchFork20Regular,
  BuildingMultiple20Regular,
  ClipboardTaskListLtr20Regular,
  DesktopSync20Regular,
  DocumentBulletList20Regular,
  Handshake20Regular,
  History20Regular,
  Home20Regular,
  Key20Regular,
  Laptop20Regular,
  LinkSquare20Regular,
  PeopleTeam20Regular,
  PlugConnected20Regular,
  QrCode20Regular,
  Scales20Regular,
  Settings20Regular,
  ShieldCheckmark20Regular,
  Tag20Regular,
  TaskListLtr20Regular,
  Wrench20Regular,
} from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import type { Me } from 'taxiway-autopilot/admin'
import { texts } from '../texts/texts.ts'

export type NavItem = {
  readonly path: string
  readonly label: string
  readonly icon: ReactElement
  /** One of these is enough; empty = everybody's. */
  readonly permissions: readonly string[]
  /** In the bar at the bottom of a phone. */
  readonly phone?: boolean
  /** For people of cloud solution providers only. */
  readonly isPartners?: true
}

export const navItems: readonly NavItem[] = [
  item('/overview', texts.nav.overview, <Home20Regular />, ['devices.read'], true),
  item('/devices', texts.nav.devices, <Laptop20Regular />, ['devices.read'], true),
  item('/import', texts.nav.import, <ArrowUpload20Regular />, ['devices.import'], true),
  item('/imports', texts.nav.imports, <ClipboardTaskListLtr20Regular />, ['imports.read']),
  item('/profiles', texts.nav.profiles, <DocumentBulletList20Regular />, ['profiles.read']),
  item('/groups', texts.nav.groups, <PeopleTeam20Regular />, ['groups.read']),
  item('/conflicts', texts.nav.conflicts, <BranchFork20Regular />, ['identity.read'], true),
  item('/disputes', texts.nav.disputes, <Scales20Regular />, ['identity.read', 'tenants.write']),
  item('/identifiers', texts.nav.identifiers, <Tag20Regular />, ['corporate-identifiers.read']),
  item('/associations', texts.nav.associations, <LinkSquare20Regular />, [
    'associated-devices.read',
  ]),
  item('/intake', texts.nav.intake, <QrCode20Regular />, ['devices.import'], true),
  item('/enrollments', texts.nav.enrollments, <DesktopSync20Regular />, [
    'managed-devices.read',
    'enrollment-tokens.read',
    'enrollment-configurations.read',
  ]),
  {
    path: '/customers',
    label: texts.nav.customers,
    icon: <BuildingMultiple20Regular />,
    permissions: ['partner-customers.read'],
    phone: true,
    isPartners: true,
  },
  item('/partners', texts.nav.partners, <Handshake20Regular />, ['partners.read']),
  item('/approvals', texts.nav.approvals, <ShieldCheckmark20Regular />, ['approvals.read']),
  item('/removals', texts.nav.removals, <TaskListLtr20Regular />, ['removals.read']),
  item('/deleted', texts.nav.deleted, <BinRecycle20Regular />, ['devices.read']),
  item('/repairs', texts.nav.repairs, <Wrench20Regular />, ['repairs.read']),
  item('/transfers', texts.nav.transfers, <ArrowSwap20Regular />, [
    'transfers.read',
    'tenants.write',
  ]),
  item('/webhooks', texts.nav.webhooks, <PlugConnected20Regular />, ['webhooks.read']),
  item('/access', texts.nav.access, <Key20Regular />, accessPermissions()),
  item('/audit', texts.nav.audit, <History20Regular />, ['audit.read']),
  item('/bench', texts.nav.bench, <Apps20Regular />, []),
  item('/settings', texts.nav.settings, <Settings20Regular />, ['organization.read']),
]

/** Whether this person sees it in the navigation. */
export function isFor(me: Me | undefined, { permissions, isPartners }: NavItem): boolean {
  if (isPartners === true && me?.tenant.partnerKind?.startsWith('csp') !== true) return false
  const may = me?.permissions.map(({ permission }) => permission) ?? []
  return permissions.length === 0 || permissions.some((each) => may.includes(each))
}

function accessPermissions(): readonly string[] {
  return ['users.read', 'roles.read', 'applications.read', 'factors.read']
}

// biome-ignore lint/complexity/useMaxParams: one line of a table.
function item(
  path: string,
  label: string,
  icon: ReactElement,
  permissions: readonly string[],
  phone = false,
): NavItem {
  return { path, label, icon, permissions, phone }
}
