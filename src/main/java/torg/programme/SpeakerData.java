package torg.programme;

import java.util.List;
import org.springframework.stereotype.Component;
import torg.store.PersonalData;
import torg.text.Text;

/// What the programme keeps about speakers.
@Component
class SpeakerData implements PersonalData {
    @Override
    public List<Kind> kinds() {
        return List.of(
                new Kind(
                        Text.of(
                                "Medverkande: namn, titel, organisation, presentation och bild",
                                "Speakers: name, title, organisation, biography and picture"),
                        Text.of(
                                "för att berätta vem som medverkar; det är offentligt",
                                "to tell who takes part; it is public"),
                        null),
                new Kind(
                        Text.of(
                                "Programpunkter: vad arrangörer och värdar säger om dem, och vem som sade det",
                                "Sessions: what organisers and hosts say about them, and who said it"),
                        Text.of("för att göra programmet tillsammans", "to make the programme together"),
                        null));
    }

    @Override
    public String askedWith() {
        return "speaker/";
    }

    @Override
    public List<String> tables() {
        return List.of("speaker");
    }
}
