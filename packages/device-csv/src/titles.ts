/** Which column a title names: every spelling seen from tools, vendors and translated spreadsheets. */
import { type Column, columns } from './row.ts'

const aliases: Readonly<Record<Column, string>> = {
  serialNumber: `deviceserialnumber serialnumber serial serialno serialnr biosserialnumber biosserial serialnumber0
    servicetag systemserialnumber systemserial seriennummer geraeteseriennummer gerateseriennummer serienummer
    numerodeserie nodeserie numeroserie numerodiserie numerdeserie numerseryjny serijskibroj sn`,
  productKey: `windowsproductid productid productkey productkeyid pkid windowsproductid0 productid0 windowsproduktid
    produktid iddeproduitwindows iddeproductodewindows`,
  hardwareHash: `hardwarehash devicehardwaredata devicehardwaredata0 hardwarehash0 hash devicehash hwhash hardwareid
    hardwareidentifier autopilothash autopilothardwarehash hwid 4khardwarehash 4khash hardwarehash4k hardwaredata
    hachagemateriel hachagedumateriel hashdehardware hashhardware hashsprzetu`,
  groupTag: `grouptag orderid tag ordertag orderidentifier autopilotgrouptag gruppentag gruppenkennzeichen gruppentag
    groepstag groepslabel etiquettedegroupe balisedegroupe etiquetadegrupo tagdelgruppo tagdigruppo tagdegrupo
    marcadegrupo znacznikgrupy`,
  assignedUser: `assigneduser userprincipalname upn user assigneduserprincipalname assigneduserupn primaryuser
    primaryuserupn benutzer zugewiesenerbenutzer benutzerprinzipalname utilisateuraffecte utilisateurassigne
    usuarioasignado usuarioatribuido utenteassegnato toegewezengebruiker przypisanyuzytkownik`,
  manufacturer: `manufacturername manufacturer oemmanufacturername devicemanufacturer oem make manufacturer0 vendor
    hersteller herstellername fabricant nomdufabricant fabricante fabrikant produttore producent`,
  model: `devicemodel model modelname model0 modell gerätemodell geratemodell geraetemodell modele modeledappareil
    modelo modello`,
  deviceName: `devicename assignedcomputername computername displayname name name0 netbiosname0 machinename hostname
    pcname geratename geraetename computername0 nomdelappareil nombredeldispositivo`,
  deviceLink: 'devicelink devicelinkblob devicelinkjwt devicelinkjwtcompressed',
}

const meanings = new Map(
  columns.flatMap((column) =>
    aliases[column].split(/\s+/).map((alias) => [plainTitle(alias), column] as const),
  ),
)

/** Every header contains at least one of these words, in one of the languages. */
export const titleWords =
  /s[eé]ri|seryj|hash|hachage|hardware|hwid|service ?tag|product|manufacturer|hersteller/i

/** Titles are compared without case, accents, spaces and punctuation; the exact spelling is checked afterwards. */
export function plainTitle(title: string): string {
  return title
    .replace(/^(?:â€œ|Ã¢â‚¬Å“|ï»¿)+/, '')
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
}

export function columnOfTitle(title: string): Column | undefined {
  return title.length > 80 ? undefined : meanings.get(plainTitle(title))
}

/** A column that this kind of file lacks but whose title suggests a group tag or a user. */
export function mayBeTagOrUser(title: string): boolean {
  return (
    /\btags?\b|grup?p|group|user|benutzer|utilis|usuari|utent|gebruiker|upn|e-?mail|owner|assign/i.test(
      title,
    ) && !/asset|service ?tag|workgroup|resource ?group|device group type/i.test(title)
  )
}
