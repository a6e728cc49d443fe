# Sidan för inbjudna. $host är förnamnet på den som håller mötet.

invitee-your-time = Din tid, { $city }
invitee-not-here = Inte i { $city }?
invitee-zone = Din tidszon
invitee-show-zone = Visa tiderna där
invitee-starts-in = { $n ->
    [one] Börjar om { $n } minut
   *[other] Börjar om { $n } minuter
}
invitee-begun = Har börjat
invitee-join-hint = Öppnar Zoom i en ny flik. Du kan också delta i webbläsaren, inget konto behövs.
invitee-not-ready = Länken för att delta är inte klar än. Du får den med e-post.
invitee-who = Vilka kommer
invitee-host = värd
invitee-you = du
invitee-others = { $n ->
    [one] och { $n } till
   *[other] och { $n } till
}
invitee-add = Lägg till i kalendern
invitee-download = Ladda ner .ics
invitee-accept = Jag kommer
invitee-cannot = Kan du inte?
invitee-accepted = Du kommer. { $host } vet det.
invitee-declined = Du har tackat nej. { $host } vet det.
invitee-proposed = Du har föreslagit en annan tid. { $host } väljer en och du får en ny inbjudan.
invitee-changed = Mötet är på en annan tid nu. Titta igen innan du svarar.
invitee-moving = Det här mötet håller på att flyttas. Du får ett mejl med den nya tiden.
invitee-answer = Ditt svar
invitee-propose = Föreslå en ny tid
invitee-propose-text = { $host } väljer en och du får en ny inbjudan.
invitee-decline = Tacka nej
invitee-decline-text = { $host } får ett mejl. De andra ses ändå.
invitee-one-date = Bara ett tillfälle?
invitee-one-date-text = Välj det för att föreslå en ny tid eller tacka nej till just det.
invitee-all-dates = Tacka nej till alla tillfällen
invitee-times = Tider som passar dig
invitee-date = Datum { $n }
invitee-time = Klockslag { $n }
invitee-for-host = { $time } för { $host }
invitee-another = Lägg till en tid
invitee-check = Kontrollera tiderna
invitee-message = Meddelande till { $host }
invitee-optional = Valfritt
invitee-send = Skicka till { $host }
invitee-back = Tillbaka till inbjudan
invitee-cancelled = Det här mötet är inställt
invitee-over = Det här mötet är över
invitee-gone = Den här länken leder ingenstans
invitee-gone-text = Mötet är över eller så saknas en del av adressen. Öppna länken i mejlet igen eller svara på det.
invitee-too-often = Den här sidan har öppnats för ofta
invitee-too-often-text = Vänta några minuter och öppna den sedan igen.
invitee-trouble = Sidan kan inte visas
invitee-trouble-text = Det är inte ditt fel. Öppna länken igen om några minuter; länken för att delta finns också i mejlet.
invitee-not-sent = Inget skickades
invitee-wrong-none = Välj datum och klockslag, eller tacka nej.
invitee-wrong-half = Välj både datum och klockslag.
invitee-wrong-time = Den här tiden går inte att läsa.
invitee-wrong-past = Den här tiden har passerat.
invitee-wrong-long = Meddelandet är för långt: högst { $n } tecken.
invitee-footer = { $workspace } planerar möten med Rapport. Inga spårningspixlar och inga kakor på den här sidan.
invitee-data = Dina uppgifter
