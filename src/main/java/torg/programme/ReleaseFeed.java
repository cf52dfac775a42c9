package torg.programme;

import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.programme.Changes.Change;
import torg.programme.Changes.Issue;
import torg.store.LocalIds;
import torg.text.Words;

/// The releases of the programme as an Atom feed (RFC 4287), each with what it changed.
final class ReleaseFeed {
    private static final String XHTML = "http://www.w3.org/1999/xhtml";

    private final Shown shown;
    private final String origin;
    private final Words words;

    ReleaseFeed(Shown shown, String origin) {
        this.shown = shown;
        this.origin = origin;
        this.words = shown.words(ReleaseFeed.class);
    }

    String write(List<Issue> issues) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace("http://www.w3.org/2005/Atom");
            xml.writeAttribute("xml:lang", shown.language().code());
            Schedule.element(xml, "id", id("releases/" + shown.language()));
            Schedule.element(
                    xml,
                    "title",
                    words.say("changes.title") + " – "
                            + shown.said(shown.edition().name()).value());
            Schedule.element(
                    xml,
                    "updated",
                    stamp(issues.isEmpty() ? Instant.EPOCH : issues.getFirst().publishedAt()));
            link(xml, "self", "application/atom+xml", "/releases.atom");
            link(xml, "alternate", "text/html", "/programme/changes");
            xml.writeStartElement("author");
            List<String> organisers =
                    Frames.names(shown.edition(), shown.edition().organisers(), shown.language());
            Schedule.element(
                    xml,
                    "name",
                    organisers.isEmpty() ? shown.said(shown.edition().name()).value() : String.join(", ", organisers));
            xml.writeEndElement();
            for (Issue issue : issues) {
                entry(xml, issue);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("releases of " + shown.edition().slug(), e);
        }
        return out.toString();
    }

    private void entry(XMLStreamWriter xml, Issue issue) throws XMLStreamException {
        xml.writeStartElement("entry");
        Schedule.element(xml, "id", id("release/" + issue.version() + "/" + shown.language()));
        Schedule.element(xml, "title", words.say("changes.version", issue.version()));
        Schedule.element(xml, "updated", stamp(issue.publishedAt()));
        link(xml, "alternate", "text/html", "/programme/changes#v" + issue.version());
        xml.writeStartElement("content");
        xml.writeAttribute("type", "xhtml");
        xml.writeStartElement("div");
        xml.writeDefaultNamespace(XHTML);
        if (issue.changes().isEmpty()) {
            Schedule.element(
                    xml,
                    "p",
                    issue.first() == null ? words.say("changes.small") : words.say("changes.first", issue.first()));
        } else {
            xml.writeStartElement("ul");
            for (Change change : issue.changes()) {
                item(xml, change);
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void item(XMLStreamWriter xml, Change change) throws XMLStreamException {
        xml.writeStartElement("li");
        xml.writeCharacters(words.say("changes." + change.what().name().toLowerCase(java.util.Locale.ROOT)) + ": ");
        String title = Schedule.clean(shown.said(change.title()).value());
        if (change.code() == null) {
            xml.writeCharacters(title);
        } else {
            xml.writeStartElement("a");
            xml.writeAttribute("href", origin + shown.href("/sessions/" + change.code()));
            xml.writeCharacters(title);
            xml.writeEndElement();
        }
        for (String said : Changes.say(shown, change)) {
            xml.writeCharacters(" " + Schedule.clean(said));
        }
        xml.writeEndElement();
    }

    private void link(XMLStreamWriter xml, String rel, String type, String path) throws XMLStreamException {
        xml.writeEmptyElement("link");
        xml.writeAttribute("rel", rel);
        xml.writeAttribute("type", type);
        xml.writeAttribute("href", origin + shown.href(path));
    }

    private String id(String key) {
        return "urn:uuid:" + LocalIds.of(shown.id(), "atom", key);
    }

    private static String stamp(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
