package torg.mail;

import java.util.List;
import org.springframework.stereotype.Component;
import torg.store.PersonalData;
import torg.text.Text;

/// What the outbox keeps about persons.
@Component
class MailData implements PersonalData {
    @Override
    public List<Kind> kinds() {
        return List.of(new Kind(
                Text.of("De brev vi har skickat till dig", "The letters that we have sent to you"),
                Text.of("för att kunna svara på frågor om dem", "to be able to answer questions about them"),
                null));
    }

    @Override
    public List<String> tables() {
        return List.of("mail");
    }
}
