package torg.programme;

import java.util.List;
import org.springframework.stereotype.Component;
import torg.store.PersonalData;
import torg.text.Text;

/// What the programme keeps about participants.
@Component
class StarData implements PersonalData {
    @Override
    public List<Kind> kinds() {
        return List.of(new Kind(
                Text.of(
                        "Vilka programpunkter du stjärnmärkt, om du gör det med din egen länk",
                        "Which sessions you have starred, if you do it with your own link"),
                Text.of("för att visa ditt eget program", "to show your own programme"),
                null));
    }

    @Override
    public List<String> tables() {
        return List.of("star");
    }
}
