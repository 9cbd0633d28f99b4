/** Why a browser warns at the first visit, and how to stop that on this operating system. */

const commands: Readonly<Partial<Record<NodeJS.Platform, (ca: string) => string>>> = {
  darwin: (ca) =>
    `security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db "${ca}"`,
  win32: (ca) => `certutil -user -addstore Root "${ca}"`,
  // Read by Chromium and related browsers; certutil comes with libnss3-tools (Debian) or nss-tools (Fedora).
  linux: (ca) => `certutil -d sql:"$HOME/.pki/nssdb" -A -t C,, -n Taxiway -i "${ca}"`,
}

/** Firefox, and browsers on other systems, have their own lists, which no single command fills. */
export function trustHint(
  ca: string,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const command = commands[platform]?.(ca)
  const settings = `import ${ca} in the browser's settings under certificate authorities.`
  return [
    'The browser warns at first, because no public authority has issued the certificate. To make it trusted,',
    ...(command === undefined
      ? [settings]
      : ['run once:', `  ${command}`, `Firefox has its own list: ${settings}`]),
    '',
  ]
}
