package torg.registration;

import java.util.List;
import org.springframework.stereotype.Component;
import torg.store.PersonalData;
import torg.text.Text;

/// What registration keeps about persons.
@Component
class RegistrationData implements PersonalData {
    @Override
    public List<Kind> kinds() {
        return List.of(
                new Kind(
                        Text.of(
                                "Namn, e-postadress, organisation och språk",
                                "Name, e-mail address, organisation and language"),
                        Text.of(
                                "för att ge dig en plats, skicka din biljett och nå dig om något ändras",
                                "to give you a place, send your ticket and reach you if something changes"),
                        null),
                new Kind(
                        Text.of(
                                "Biljett, ordernummer, pris, fakturareferens och fakturaadress",
                                "Ticket, order number, price, invoice reference and address"),
                        Text.of("för att fakturera din organisation eller dig", "to invoice your organisation or you"),
                        null),
                new Kind(
                        Text.of("Din plats i väntelistor", "Your place on waiting lists"),
                        Text.of(
                                "för att erbjuda dig en plats när en blir ledig",
                                "to offer you a place when one comes free"),
                        null),
                new Kind(
                        Text.of("Vilka programpunkter du valt", "Which sessions you have chosen"),
                        Text.of(
                                "för att ge dig en plats och planera lokalerna",
                                "to give you a seat and plan the rooms"),
                        null),
                new Kind(
                        Text.of("När du checkade in", "When you checked in"),
                        Text.of("för att veta vilka som är på plats", "to know who is at the venue"),
                        null),
                new Kind(
                        Text.of("Dina svar på arrangörens frågor", "Your answers to the organiser's questions"),
                        Text.of("det som står vid varje fråga", "what is said at each question"),
                        null),
                new Kind(
                        Text.of(
                                "Mat, allergi och tillgänglighet, om du berättar om det",
                                "Food, allergies and access, if you tell us"),
                        Text.of(
                                "för att du ska kunna äta och delta; uppgifterna är krypterade",
                                "so that you can eat and take part; they are encrypted"),
                        Questionnaire.USUAL_NEEDS_DAYS));
    }

    @Override
    public List<String> tables() {
        return List.of(
                "ticket_order", "ticket", "personal_link", "check_in", "waiting", "session_choice", "answer", "need");
    }
}
