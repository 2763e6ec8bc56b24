/** What leads see and do: people, leads, the directory. */
import type { Screens } from "./catalog.ts";

/** What somebody sees who has enrolled and waits. */
export const pending: Screens["pending"] = {
  title: "Pending: a lead has to admit you",
  text: "Your keys exist, but the directory does not know you yet. Two things remain, for you and a lead together.",
  titleFirst: "Pending: the ceremony’s machine has to admit you",
  textFirst:
    "Your keys exist, but the directory knows no lead yet. Whoever holds the unit’s keys admits the first ones.",
  compareFirst:
    "Call whoever holds the unit’s keys at the number that you know, or meet them; never in writing. Read the eight groups to them in order.",
  differsFirst:
    "If a single group is not the same on their side, read once more. If it still is not, stop there: somebody may have replaced your request on its way.",
  requestFirst: "This text is public; it holds no secret. Take it to the ceremony’s machine.",
  compareTitle: "1. Compare the fingerprint aloud",
  compareText:
    "Call the lead at the number that you know, or meet them; never in writing. Read the eight groups to them in order. They type them without seeing them.",
  spell:
    "Spell the letters: A as in Alfa, B as in Bravo, C as in Charlie, D as in Delta, E as in Echo, F as in Foxtrot.",
  compareDiffers:
    "If their console says that it is not the same, read once more. If it still is not, stop there: somebody may have replaced your keys on their way. The lead knows what to do.",
  requestTitle: "2. Your admission request",
  requestSent: "The lead sees it in their console.",
  requestText: "This text is public; it holds no secret. It is needed only where a lead admits by the ceremony.",
  command: "On the ceremony machine, with this text in request.txt, they run:",
  commandDesk: "For the restricted desk, --desk restricted: it includes the general one.",
  copy: "Copy the request",
  refresh: "Check again",
  stillPending: "Still pending.",
  done: "You are enrolled. Sign in to go on.",
};

export const people: Screens["people"] = {
  places: { people: "People", leads: "Leads", directory: "Directory", rules: "Triage rules" },
  nav: "For leads",
  noCertificate: "Your lead key is not certified yet: you can read, not sign.",
  toLeads: "Ask for a certificate",
  cancel: "Cancel",
  signing: "Signing and publishing…",
  done: (version) => `Published: the directory is at version ${version}.`,
  role: "Role",
  roles: { officer: "Officer", lead: "Lead", auditor: "Auditor" },
  roleMeans: {
    officer: "Reads the cases of their desks and answers them.",
    lead: "Reads and answers as an officer does. Besides, invites, admits and removes, and signs the directory and the rules once their key is certified.",
    auditor: "Reads no case and holds no desk’s keys. Sees who is on which desk and the directory.",
  },
  desks: "Desks",
  restrictedHint: "The restricted desk includes the general desk.",
  noDesk: "Choose at least one desk.",
  given: (count) => `Keys given to colleagues since this console was opened: ${count}.`,

  roster: "In the directory",
  name: "Name",
  actions: "Actions",
  you: "you",
  change: "Change",
  changeOf: (name) => `Change ${name}`,
  remove: "Remove",
  removeOf: (name) => `Remove ${name}`,

  waiting: "Waiting to be admitted",
  noneWaiting: "Nobody waits.",
  admit: "Admit",
  admitOf: (name) => `Admit ${name}`,
  damagedRequest: "This request does not verify. Do not admit this person; tell the operator.",
  notYet: "Has not signed in yet: there is no request to admit.",
  dismiss: "Turn away",
  dismissOf: (name) => `Turn ${name} away`,
  dismissWhy:
    "For a request whose groups differ, for somebody who lost their passphrase before being admitted, or for somebody nobody knows.",
  dismissWill: (name) => `The account of ${name} is deleted here, and its console closes at once. Nothing is signed.`,
  dismissBack: "They can only come back with another invitation. The name is free again.",
  dismissSubmit: "Delete the account",
  dismissed: (name) => `${name} no longer waits: the account is deleted.`,
  byText: "Admit with a text received another way",
  requestText: "The text of the admission request",
  readRequest: "Read the request",
  fingerprint: "The eight groups that the person reads to you",
  fingerprintHint:
    "Call or meet them. They read the fingerprint on their screen, you type it here. It is not shown before.",
  fingerprintWrong: "These are not the groups of this request. Nothing was signed.",
  typedGroups: "What you have typed, group by group:",
  differs: "When the groups are not the same",
  differsSteps: {
    again: "Have them read once more, with the numbers of the groups.",
    stop: "If it still is not the same, do not admit: somebody may have replaced the keys on their way.",
    operator: "Tell the operator, and turn the request away. Then give the person another invitation, by hand.",
  },
  nameOnRoster: (name) =>
    `Somebody in the directory is called ${name} already. Remove the old identity first, or have the person enrol under another name.`,
  admitWill: (name) =>
    `${name} will be able to open the reports of these desks, old ones too, once the keys are given.`,
  admitAuditor: (name) => `${name} will see who is on which desk and the directory, and no case.`,
  admitGrants: "Your console gives the keys that you hold; a colleague’s gives the others at their next sign-in.",
  admitSubmit: "Sign and admit",

  admitted: (name) => `${name} is in the directory: their console opens with “Check again”.`,
  changed: (name) => `The change of ${name} is signed.`,
  removed: (name) => `${name} is no longer in the directory.`,

  removeWill: (name) => `${name} is signed out at once and cannot come back in.`,
  removeSelf: "This is you: this console closes right afterwards.",
  removeKeys: (desks) => `New keys are opened for: ${desks}. What is sealed afterwards does not open with theirs.`,
  removeStays: "What this person has read or copied stays with them. Nobody can take it back.",
  removeFloor:
    "Right afterwards the operator runs the command that will be shown and builds the pages anew: until then a page that is open or held back may still seal to the old keys.",
  removeLead:
    "This is a lead: whoever holds the root also has to raise the floor of certificates above theirs, and to certify those who stay again where needed.",
  removeOnCall: (name) =>
    `${name} has a turn on call: sign new triage rules afterwards, or nobody answers in their place.`,
  removeRules:
    "This person signed the triage rules in force: once the floor is raised they no longer hold. Sign them again afterwards.",
  removeReplies: "Also withdraw the keys that signed replies",
  removeRepliesHint:
    "Only if this person might write false replies. Replies that were not read yet will no longer be accepted by the pages.",
  removeType: (name) => `To confirm, type the name: ${name}`,
  removeTypeWrong: "That is not the name.",
  removeSubmit: "Sign and remove",
  removeLast: "You are the last lead: have somebody else certified first.",
  floorNow: "The operator now runs this, and then builds the pages anew:",
  floorCertificate:
    "Your console has signed the keys of your desks again, since what this lead signed will count no more. For a desk that you are not on, one of its leads first renews the directory. Then whoever holds the root runs this, with a number above that of the person who left:",

  changeChoose: "Choose what changes: what it will do is written here.",
  changeGives: (name, desks) =>
    `${name} will be able to open the reports of: ${desks}, old ones too, once the keys are given.`,
  changeToAuditor: (name) => `${name} sees no case any more, and is on no desk.`,
  oneLeadLeft:
    "One lead is left after this. If that one is away or loses their keys, only the ceremony’s machine can sign: certify another first.",
  changeToLead: (name) =>
    `${name} will be able to invite, and signs the directory and the rules once whoever holds the root has certified their key.`,
  changeFromLead: (name) =>
    `${name} publishes nothing any more. Their certificate stays good, though: whoever holds the root has to raise the floor of certificates above it.`,
  changeSubmit: "Sign the change",
  changeNothing: "Nothing has changed.",
  changeLast: "Without this person there would be no lead: have somebody else certified first.",

  invitations: "Open invitations",
  noInvitations: "None.",
  until: (day) => `until ${day}`,
  withdraw: "Withdraw the invitation",
  invite: "Invite somebody",
  inviteText: "A one-time link, good for 72 hours. It gives no rights yet: only the directory does.",
  inviteSubmit: "Make the link",
  inviteLink: "The link, shown once",
  inviteDo:
    "Give it in person or by a safe way. The person opens it, writes down their passphrase, and then appears here as waiting.",
  copy: "Copy",
  copied: "Copied",
  close: "I have given the link",

  lost: "Somebody has lost their passphrase",
  lostText: "Nothing is lost: it is the colleagues of the desk who give the keys.",
  lostSteps: {
    remove: "Remove the old identity: whoever finds the passphrase no longer gets in.",
    invite: "Invite the person again. They enrol under another name.",
    admit: "Admit them, with the fingerprint read aloud as the first time.",
    keys: "Their keys come by themselves, as soon as a colleague of each desk opens the console.",
  },

  leads: {
    own: "Your lead key",
    ownText: "It comes from your vault. It signs the directory once the root has certified it.",
    certified: (serial, day) => `Certified: number ${serial}, until ${day}.`,
    notCertified: "Not certified.",
    again: "Have this key certified again",
    step1: "1. Give this request to whoever holds the root",
    step1Text: "This text is public. On the ceremony’s machine, with this text in request.txt:",
    step2: "2. Read this fingerprint to them aloud",
    step2Text: "By voice, never in writing. If a single group is not the same on the other side, nothing is certified.",
    step3: "3. Paste the certificate that you received",
    certificate: "Certificate",
    keep: "Check and keep",
    all: "Who can sign",
    none: "No certificate was handed in here yet. The ceremony’s machine signs.",
    serial: "Number",
    last: "Until",
    unknown: "no longer in the directory",
    two: "There have to be two certified leads at least, so that one can be away.",
    handover: "Handing over",
    handoverText: "So that somebody else takes your place, without a day on which nobody can sign:",
    handoverSteps: {
      admit: "Invite and admit the person as a lead.",
      certify: "They have their key certified, on this page of their console.",
      publish: "They renew the directory: theirs is then the newest signature.",
      remove: "They remove you, or make you an officer again.",
      floor: "Whoever holds the root raises the floor of certificates above yours.",
      rules: "If you had signed the triage rules, they sign them again.",
    },
  },

  directory: {
    state: "State",
    version: "Version in force",
    until: "Valid until",
    prepared: "With what is prepared, until",
    soon: "Something ends within a week and nothing is prepared behind it. Renew, or prepare what follows.",
    fine: "Nothing ends within a week.",
    certificate: "This version’s certificate until",
    desk: "Desk",
    epoch: "Epoch",
    lastDay: "Last day",
    renew: "Renew now",
    renewText: "Signs a new version, valid for two weeks at most. A month that is over gets new keys.",
    prepare: "Prepare what follows",
    prepareText:
      "Signs ahead a version for each week and the keys of the next month. The server publishes each on its day, without you. Any other publication undoes them; this console then prepares them again.",
    weeks: "Number of weeks",
    weeksHint: "From 1 to 15. At least through the end of next month.",
    weeksWrong: "A number from 1 to 15.",
    number: "Version",
    list: "Prepared versions",
    none: "None.",
    from: "From",
    forget: "Forget what is prepared",
  },
};
