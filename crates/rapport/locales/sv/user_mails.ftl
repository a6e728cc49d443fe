# E-post till personer som använder Rapport.

user-mail-why = Du får det här eftersom du använder Rapport hos { $workspace }.
user-mail-moment = { $date } klockan { $time }

host-reminder-opening = En påminnelse om ditt möte.
host-reminder-with = Med { $names }
host-reminder-open = Öppna mötet
host-reminder-choose = Under { $place } väljer du vilka påminnelser du och dina inbjudna får.

answer-declined-title = { $name } tackar nej: { $topic }, { $when }
answer-declined = { $name } kommer inte till { $topic } ({ $when }).
answer-proposed-title = { $name } föreslår en annan tid: { $topic }, { $when }
answer-proposed = { $name } vill hellre ha { $topic } en annan tid än { $when }. Ett klick flyttar det:
answer-times = Föreslagna tider
answer-time-there = { $time } i { $city }
answer-open = Öppna mötet
answer-reply = Svara på det här mejlet för att nå { $name }.

zoom-reconnect-title = Zoom behöver anslutas igen
zoom-reconnect-text = Zoom slutade godta Rapports åtkomst till ditt konto { $moment }. Inget har raderats, och länkar som redan skickats fungerar. Tills du ansluter igen kan Rapport inte boka, starta eller ta bort möten i Zoom åt dig.
zoom-reconnect-button = Anslut Zoom igen
zoom-reconnect-cause = Det händer efter ett lösenordsbyte, efter lång tid utan användning, eller när en administratör tar bort appen.

zoom-ended-title = Zoom är inte längre anslutet
zoom-ended-text = Din anslutning till Zoom upphörde { $moment }: appen togs bort i Zoom, eller så kopplade någon med samma Zoom-konto från den. Allt som Rapport hade fått från Zoom är raderat. Dina kontakter, anteckningar och det du har skrivit finns kvar.
zoom-ended-button = Anslut Zoom
zoom-ended-hint = Anslut igen om du vill fortsätta boka möten. Om du tog bort appen med avsikt behöver du inte göra något.

zoom-shared-title = Någon mer använder ditt Zoom-konto
zoom-shared-text = { $name } anslöt { $moment } det Zoom-konto som du också använder i Rapport. Ni delar en anslutning, och var och en behåller sina egna möten.
zoom-shared-outside = Någon från en annan arbetsyta anslöt { $moment } det Zoom-konto som du också använder i Rapport. Ni delar en anslutning, och var och en behåller sina egna möten.
zoom-shared-button = Öppna integrationer
zoom-shared-hint = Den som kopplar från det avslutar det för alla, och alla får veta det. Om du inte väntade dig det här, byt lösenord på Zoom-kontot och koppla från det.

password-reset-title = Ditt nya lösenord till Rapport
password-reset-text = Någon, troligen du, bad { $moment } om ett nytt lösenord. Välj det med den här knappen. Den fungerar en gång, inom en timme.
password-reset-button = Välj ett nytt lösenord
password-reset-hint = Om det inte var du behöver du inte göra något: ditt lösenord är som förut. Ge inte det här mejlet till någon.

password-changed-title = Ditt lösenord har ändrats
password-changed-text = Ditt lösenord till Rapport ändrades { $moment }. Alla andra webbläsare loggades ut.
password-changed-hint = Om det inte var du, välj ett nytt lösenord genast och säg till en ägare eller administratör för din arbetsyta.

tasks-due-one = Att göra: { $what }
tasks-due-several = { $n } uppgifter att göra
tasks-due-text = Till i dag ska detta göras:
tasks-due-button = Öppna uppgifterna
tasks-due-hint = Du får detta eftersom en av dina uppgifter har påminnelse med e-post. Den stängs av i uppgiftens formulär.

join-title = Gå med i { $workspace } på Rapport
join-text = { $host } bjuder in dig att arbeta i { $workspace } på Rapport, där ert team har sina kontakter och möten.
join-button = Gå med
join-hint = Länken fungerar en gång, inom sju dagar. Om du inte väntade dig den behöver du inte göra något.
join-why = Du får det här mejlet för att { $host } bjöd in den här adressen till { $workspace }.
