/** Ce que les responsables voient et font : personnes, responsables, répertoire. */

/** Ce que voit qui attend d’être admis. */
export const pending = {
  title: "En attente : votre responsable doit vous admettre",
  text: "Vos clés existent, mais le répertoire ne vous connaît pas encore. Il reste deux choses à faire ensemble.",
  titleFirst: "En attente : la machine de la cérémonie doit vous admettre",
  textFirst:
    "Vos clés existent, mais le répertoire ne connaît encore aucun responsable. Qui détient les clés de l’unité admet les premiers.",
  compareFirst:
    "Appelez qui détient les clés de l’unité au numéro que vous connaissez, ou allez voir cette personne ; jamais par écrit. Lisez-lui les huit groupes dans l’ordre.",
  differsFirst:
    "Si un seul groupe n’est pas le même de son côté, relisez une fois. Si ce n’est toujours pas pareil, arrêtez là : quelqu’un a pu remplacer votre demande en chemin.",
  requestFirst: "Ce texte est public ; il ne contient aucun secret. Portez-le à la machine de la cérémonie.",
  compareTitle: "1. Comparez l’empreinte à voix haute",
  compareText:
    "Appelez votre responsable au numéro que vous connaissez, ou allez voir cette personne ; jamais par écrit. Lisez-lui les huit groupes dans l’ordre : elle les tape sans les voir.",
  spell:
    "Épelez les lettres : A comme Alice, B comme Bernard, C comme Caroline, D comme David, E comme Émile, F comme François.",
  compareDiffers:
    "Si sa console dit que ce n’est pas pareil, relisez une fois. Si ce n’est toujours pas pareil, arrêtez là : quelqu’un a pu remplacer vos clés en chemin. Sa console lui dit quoi faire.",
  requestTitle: "2. Votre demande d’admission",
  requestSent: "Votre responsable la voit dans sa console.",
  requestText: "Ce texte est public ; il ne contient aucun secret. Il ne sert que là où l’on admet par la cérémonie.",
  command: "Sur la machine de la cérémonie, avec ce texte dans request.txt, on exécute :",
  commandDesk: "Pour le bureau restreint, --desk restricted : il comprend le bureau général.",
  copy: "Copier la demande",
  refresh: "Vérifier de nouveau",
  stillPending: "Toujours en attente.",
  done: "C’est fait : vos clés existent. Ouvrez une session pour continuer.",
} as const;

export const people = {
  places: { people: "Personnes", leads: "Responsables", directory: "Répertoire", rules: "Règles de tri" },
  nav: "Pour les responsables",
  noCertificate: "Votre clé de responsable n’est pas encore certifiée : vous pouvez lire, pas signer.",
  toLeads: "Demander un certificat",
  cancel: "Annuler",
  signing: "Signature et publication…",
  done: (version: string) => `Publié : le répertoire en est à la version ${version}.`,
  role: "Rôle",
  roles: { officer: "Agent", lead: "Responsable", auditor: "Auditeur" },
  roleMeans: {
    officer: "Lit les dossiers de ses bureaux et y répond.",
    lead: "Lit et répond comme un agent. De plus, invite, admet et retire, et signe le répertoire et les règles une fois sa clé certifiée.",
    auditor: "Ne lit aucun dossier et n’a la clé d’aucun bureau. Voit qui est à quel bureau, et le répertoire.",
  },
  desks: "Bureaux",
  restrictedHint: "Le bureau restreint comprend le bureau général.",
  noDesk: "Choisissez au moins un bureau.",
  given: (count: string) => `Clés transmises à des collègues depuis l’ouverture de cette console : ${count}.`,

  roster: "Au répertoire",
  name: "Nom",
  actions: "Actions",
  you: "vous",
  change: "Modifier",
  changeOf: (name: string) => `Modifier ${name}`,
  remove: "Retirer",
  removeOf: (name: string) => `Retirer ${name}`,

  waiting: "En attente d’admission",
  noneWaiting: "Personne n’attend.",
  admit: "Admettre",
  admitOf: (name: string) => `Admettre ${name}`,
  damagedRequest: "Cette demande ne se vérifie pas. N’admettez pas cette personne ; prévenez l’opérateur.",
  notYet: "Pas encore de session ouverte : il n’y a pas de demande à admettre.",
  dismiss: "Écarter",
  dismissOf: (name: string) => `Écarter ${name}`,
  dismissWhy:
    "Pour une demande dont les groupes diffèrent, pour qui a perdu sa phrase de passe avant l’admission, ou pour une personne que nul ne connaît.",
  dismissWill: (name: string) =>
    `Le compte de ${name} est supprimé ici, et sa console se ferme aussitôt. Rien n’est signé.`,
  dismissBack: "La personne ne revient qu’avec une autre invitation. Le nom redevient libre.",
  dismissSubmit: "Supprimer le compte",
  dismissed: (name: string) => `${name} n’attend plus : le compte est supprimé.`,
  byText: "Admettre avec un texte reçu autrement",
  requestText: "Le texte de la demande d’admission",
  readRequest: "Lire la demande",
  fingerprint: "Les huit groupes que la personne vous lit",
  fingerprintHint:
    "Appelez-la ou voyez-la. Elle lit l’empreinte à son écran, vous la tapez ici. Elle n’est pas montrée avant.",
  fingerprintWrong: "Ce ne sont pas les groupes de cette demande. Rien n’a été signé.",
  typedGroups: "Ce que vous avez tapé, groupe par groupe :",
  differs: "Quand les groupes ne sont pas les mêmes",
  differsSteps: {
    again: "Faites relire une fois, avec les numéros des groupes.",
    stop: "Si ce n’est toujours pas pareil, n’admettez pas : quelqu’un a pu remplacer les clés en chemin.",
    operator:
      "Prévenez l’opérateur et écartez la demande. Donnez ensuite à la personne une autre invitation, de la main à la main.",
  },
  nameOnRoster: (name: string) =>
    `Quelqu’un s’appelle déjà ${name} au répertoire. Retirez d’abord l’ancienne identité, ou faites inscrire la personne sous un autre nom.`,
  admitWill: (name: string) =>
    `${name} pourra ouvrir les signalements de ces bureaux, y compris les anciens, dès que ses clés lui sont transmises.`,
  admitAuditor: (name: string) => `${name} verra qui est à quel bureau et le répertoire, et aucun dossier.`,
  admitGrants:
    "Votre console transmet les clés que vous avez ; celle d’un collègue transmet les autres à sa prochaine session.",
  admitSubmit: "Signer et admettre",

  admitted: (name: string) => `${name} est au répertoire : sa console s’ouvre avec « Vérifier de nouveau ».`,
  changed: (name: string) => `Le changement de ${name} est signé.`,
  removed: (name: string) => `${name} n’est plus au répertoire.`,

  removeWill: (name: string) => `Plus de session ni d’accès pour ${name}, tout de suite.`,
  removeSelf: "C’est vous : cette console se ferme aussitôt après.",
  removeKeys: (desks: string) =>
    `De nouvelles clés sont ouvertes pour : ${desks}. Ce qui est scellé ensuite ne s’ouvre plus avec les siennes.`,
  removeStays: "Ce que cette personne a déjà lu ou copié lui reste. Personne ne peut le lui reprendre.",
  removeFloor:
    "Aussitôt après, l’opérateur exécute la commande qui s’affichera et reconstruit les pages : sans cela, une page ouverte ou retenue peut encore sceller aux anciennes clés.",
  removeLead:
    "Cette personne est responsable : qui détient la racine doit aussi relever le plancher des certificats au-dessus du sien, et certifier de nouveau les responsables qui restent, s’il le faut.",
  removeOnCall: (name: string) =>
    `${name} a un tour de garde : signez ensuite de nouvelles règles de tri, sans quoi personne ne répond à sa place.`,
  removeRules:
    "Cette personne a signé les règles de tri en vigueur : une fois le plancher relevé, elles ne valent plus. Signez-les de nouveau ensuite.",
  removeReplies: "Retirer aussi les clés qui signaient les réponses",
  removeRepliesHint:
    "Seulement si cette personne pourrait écrire de fausses réponses. Les réponses pas encore lues ne seront plus acceptées par les pages.",
  removeType: (name: string) => `Pour confirmer, tapez le nom : ${name}`,
  removeTypeWrong: "Ce n’est pas ce nom.",
  removeSubmit: "Signer et retirer",
  removeLast: "Il n’y a pas d’autre responsable : faites d’abord certifier quelqu’un.",
  floorNow: "L’opérateur exécute maintenant ceci, puis reconstruit les pages :",
  floorCertificate:
    "Votre console a signé de nouveau les clés de vos bureaux, car ce que cette personne a signé ne vaudra plus. Pour un bureau qui n’est pas le vôtre, une de ses personnes responsables renouvelle d’abord le répertoire. Ensuite, qui détient la racine exécute ceci, avec un numéro au-dessus de celui de la personne partie :",

  changeChoose: "Choisissez ce qui change : ce que cela fera s’écrit ici.",
  changeGives: (name: string, desks: string) =>
    `${name} pourra ouvrir les signalements de : ${desks}, y compris les anciens, dès que ses clés lui sont transmises.`,
  changeToAuditor: (name: string) => `${name} ne voit plus aucun dossier et n’est plus d’aucun bureau.`,
  oneLeadLeft:
    "Il ne restera qu’une personne responsable. Si elle s’absente ou perd ses clés, seule la machine de la cérémonie peut signer : faites d’abord certifier quelqu’un d’autre.",
  changeToLead: (name: string) =>
    `${name} pourra inviter, et signera le répertoire et les règles une fois sa clé certifiée par qui détient la racine.`,
  changeFromLead: (name: string) =>
    `${name} ne publie plus rien. Son certificat, lui, reste bon : qui détient la racine doit relever le plancher des certificats au-dessus du sien.`,
  changeSubmit: "Signer la modification",
  changeNothing: "Rien n’a changé.",
  changeLast: "Sans cette personne, il n’y aurait plus de responsable : faites d’abord certifier quelqu’un d’autre.",

  invitations: "Invitations ouvertes",
  noInvitations: "Aucune.",
  until: (day: string) => `jusqu’au ${day}`,
  withdraw: "Retirer l’invitation",
  invite: "Inviter quelqu’un",
  inviteText:
    "Un lien à usage unique, bon pour 72 heures. Il ne donne encore aucun droit : seul le répertoire en donne.",
  inviteSubmit: "Créer le lien",
  inviteLink: "Le lien, montré une seule fois",
  inviteDo:
    "Donnez-le en personne ou par un moyen sûr. La personne l’ouvre, écrit sa phrase de passe, puis apparaît ici en attente.",
  copy: "Copier",
  copied: "Copié",
  close: "J’ai donné le lien",

  lost: "Quelqu’un a perdu sa phrase de passe",
  lostText: "Rien n’est perdu : ce sont les collègues du bureau qui transmettent les clés.",
  lostSteps: {
    remove: "Retirez l’ancienne identité : qui trouverait la phrase de passe n’entre plus.",
    invite: "Invitez la personne de nouveau. Elle s’inscrit sous un autre nom.",
    admit: "Admettez-la, l’empreinte lue à voix haute comme la première fois.",
    keys: "Ses clés arrivent d’elles-mêmes, quand un collègue de chaque bureau ouvre sa console.",
  },

  leads: {
    own: "Votre clé de responsable",
    ownText: "Elle vient de votre coffre. Elle signe le répertoire une fois que la racine l’a certifiée.",
    certified: (serial: string, day: string) => `Certifiée : numéro ${serial}, jusqu’au ${day}.`,
    notCertified: "Pas certifiée.",
    again: "Faire certifier cette clé de nouveau",
    step1: "1. Donnez cette demande à qui détient la racine",
    step1Text: "Ce texte est public. Sur la machine de la cérémonie, avec ce texte dans request.txt :",
    step2: "2. Lisez-lui cette empreinte à voix haute",
    step2Text:
      "De vive voix, jamais par écrit. Si un seul groupe n’est pas le même de l’autre côté, rien n’est certifié.",
    step3: "3. Collez le certificat reçu",
    certificate: "Certificat",
    keep: "Vérifier et garder",
    all: "Qui peut signer",
    none: "Aucun certificat n’a encore été remis ici. La machine de la cérémonie signe.",
    serial: "Numéro",
    last: "Jusqu’au",
    unknown: "n’est plus au répertoire",
    two: "Il faut au moins deux responsables avec une clé certifiée, pour que l’on puisse s’absenter.",
    handover: "Passer la main",
    handoverText: "Pour qu’une autre personne prenne votre place, sans un jour où personne ne peut signer :",
    handoverSteps: {
      admit: "Invitez et admettez la personne comme responsable.",
      certify: "Elle fait certifier sa clé sur cette page de sa console.",
      publish: "Elle renouvelle le répertoire : sa signature est alors la plus récente.",
      remove: "Elle vous retire, ou vous rend votre rôle d’agent.",
      floor: "Qui détient la racine relève le plancher des certificats au-dessus du vôtre.",
      rules: "Si vous aviez signé les règles de tri, elle les signe de nouveau.",
    },
  },

  directory: {
    state: "État",
    version: "Version en vigueur",
    until: "Valide jusqu’au",
    prepared: "Avec ce qui est préparé, jusqu’au",
    soon: "Quelque chose expire dans la semaine et rien n’est préparé derrière. Renouvelez, ou préparez la suite.",
    fine: "Rien n’expire dans la semaine.",
    certificate: "Certificat de cette version jusqu’au",
    desk: "Bureau",
    epoch: "Période",
    lastDay: "Dernier jour",
    renew: "Renouveler maintenant",
    renewText: "Signe une nouvelle version, valide deux semaines au plus. Un mois fini reçoit de nouvelles clés.",
    prepare: "Préparer la suite",
    prepareText:
      "Signe d’avance une version par semaine et les clés du mois suivant. Le serveur publie chacune son jour venu, sans vous. Toute autre publication les annule ; cette console les prépare alors de nouveau.",
    weeks: "Nombre de semaines",
    weeksHint: "De 1 à 15. Au moins jusqu’à la fin du mois prochain.",
    weeksWrong: "Un nombre de 1 à 15.",
    number: "Version",
    list: "Versions préparées",
    none: "Aucune.",
    from: "À partir du",
    forget: "Oublier ce qui est préparé",
  },
} as const;
