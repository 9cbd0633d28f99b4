export const me = {
  title: 'My account',
  who: 'You',
  name: 'Name',
  upn: 'Work address',
  roles: 'Roles',
  noRoles: 'You have no role here. Ask an administrator.',
  factors: 'Second factors',
  passkeys: 'Passkeys',
  apps: 'Authenticator apps and tokens',
  recovery: 'Recovery codes left',
  manage: 'Password, passkeys and sign-ins',
  manageText:
    'Add and remove factors, change your password and end sign-ins on your account pages.',
  open: 'Open my account pages',
  signedIn: 'Signed in',
  fresh: 'Second factor fresh until',
  notFresh: 'Not used at this sign-in',
} as const
