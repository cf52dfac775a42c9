package torg.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentNodeRendererContext;
import org.commonmark.renderer.text.TextContentRenderer;
import torg.mail.LetterKind.Placeholder;
import torg.mail.LetterKind.Type;
import torg.web.Html;
import torg.web.Markdown;

/// The words of a letter with placeholders in braces: the subject in plain text, the body in Markdown.
///
/// The words are the organiser's and are obeyed; what is filled in is foreign and stays text. So the Markdown is read
/// first, and the placeholders are looked for in what was read.
public record Template(String subject, String body) {
    private static final Pattern IN_BRACES = Pattern.compile("\\{([A-Za-zÅÄÖåäö_-]{1,30})\\}");
    private static final TextContentRenderer TEXT = TextContentRenderer.builder()
            .lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS)
            .nodeRendererFactory(Links::new)
            .build();

    /// What is wrong with a placeholder, and whether in the subject or in the body.
    public record Fault(boolean inSubject, Reason reason, String placeholder) {}

    public enum Reason {
        UNKNOWN,
        MISSING,
        /// Where it cannot be filled in: an address in the subject, words as what a link leads to, anything in code or
        /// HTML.
        MISPLACED
    }

    public List<Fault> faults(List<Placeholder> placeholders) {
        Map<String, Placeholder> known = known(placeholders);
        List<Fault> faults = new ArrayList<>();
        List<String> inSubject = names(subject);
        inSubject.forEach(name -> {
            Placeholder found = known.get(name);
            if (found == null || found.type() != Type.WORDS) {
                faults.add(new Fault(true, found == null ? Reason.UNKNOWN : Reason.MISPLACED, name));
            }
        });
        List<String> raw = names(body);
        List<String> filled = new ArrayList<>();
        Markdown.document(body).accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                filled.addAll(names(text.getLiteral()));
            }

            @Override
            public void visit(Link link) {
                whole(link.getDestination()).stream()
                        .filter(name ->
                                known.containsKey(name) && known.get(name).type() == Type.ADDRESS)
                        .forEach(filled::add);
                visitChildren(link);
            }
        });
        raw.stream().distinct().forEach(name -> {
            if (!known.containsKey(name)) {
                faults.add(new Fault(false, Reason.UNKNOWN, name));
            } else if (times(raw, name) != times(filled, name)) {
                faults.add(new Fault(false, Reason.MISPLACED, name));
            }
        });
        placeholders.stream()
                .filter(one -> one.needed() && !filled.contains(one.name()))
                .filter(one -> faults.stream().noneMatch(fault -> fault.placeholder.equals(one.name())))
                .forEach(one -> faults.add(new Fault(false, Reason.MISSING, one.name())));
        return List.copyOf(faults);
    }

    private static long times(List<String> names, String name) {
        return names.stream().filter(name::equals).count();
    }

    private static Map<String, Placeholder> known(List<Placeholder> placeholders) {
        return placeholders.stream()
                .collect(Collectors.toMap(Placeholder::name, one -> one, (one, other) -> one, TreeMap::new));
    }

    private static List<String> names(String text) {
        return IN_BRACES.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /// The name of the placeholder that is all of this, if it is one.
    private static Set<String> whole(String text) {
        Matcher matcher = IN_BRACES.matcher(text);
        return matcher.matches() ? Set.of(matcher.group(1)) : Set.of();
    }

    /// The words filled in, as text and as HTML that say the same.
    record Filled(String subject, String text, Html html) {}

    /// @param values for all of the placeholders
    Filled fill(List<Placeholder> placeholders, Map<String, String> values) {
        Map<String, Placeholder> known = known(placeholders);
        known.keySet().forEach(name -> {
            if (!values.containsKey(name)) {
                throw new IllegalStateException("nothing fills {" + name + "}");
            }
        });
        Node document = Markdown.document(body);
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                put(text, known, values);
            }

            @Override
            public void visit(Link link) {
                visitChildren(link);
                whole(link.getDestination()).stream()
                        .filter(known::containsKey)
                        .forEach(name -> link.setDestination(value(name, values)));
            }
        });
        String head = IN_BRACES
                .matcher(subject)
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
        return new Filled(
                head.replaceAll("\\s+", " ").strip(), TEXT.render(document).strip() + "\n", Markdown.html(document));
    }

    private static String value(String name, Map<String, String> values) {
        return values.getOrDefault(name, "");
    }

    /// Puts what is filled in beside the words around it, then takes the old node away.
    private static void put(Text text, Map<String, Placeholder> known, Map<String, String> values) {
        String words = text.getLiteral();
        int from = 0;
        for (MatchResult match : IN_BRACES.matcher(words).results().toList()) {
            Placeholder placeholder = known.get(match.group(1));
            if (placeholder == null) {
                continue;
            }
            if (match.start() > from) {
                text.insertBefore(new Text(words.substring(from, match.start())));
            }
            from = match.end();
            String value = value(placeholder.name(), values);
            switch (placeholder.type()) {
                case WORDS -> text.insertBefore(new Text(value));
                case ADDRESS -> {
                    Node address = new Text(value);
                    if (!(text.getParent() instanceof Link)) {
                        Link link = new Link(value, null);
                        link.appendChild(address);
                        address = link;
                    }
                    text.insertBefore(address);
                }
                case LINES -> {
                    String[] lines = value.split("\n");
                    for (int i = 0; i < lines.length; i++) {
                        if (i > 0) {
                            text.insertBefore(new HardLineBreak());
                        }
                        text.insertBefore(new Text(lines[i]));
                    }
                }
            }
        }
        text.setLiteral(words.substring(from));
        if (from > 0 && from == words.length()) {
            text.unlink();
        }
    }

    /// In text a link is its words and its address; one that is alone stands below its words, to be pressed easily.
    private record Links(TextContentNodeRendererContext context) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Link.class);
        }

        @Override
        public void render(Node node) {
            Link link = (Link) node;
            String address = link.getDestination();
            if (link.getFirstChild() instanceof Text words
                    && words.getNext() == null
                    && words.getLiteral().equals(address)) {
                context.getWriter().write(address);
                return;
            }
            for (Node child = link.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
            boolean alone =
                    link.getParent() instanceof Paragraph && link.getPrevious() == null && link.getNext() == null;
            if (alone) {
                context.getWriter().write(':');
                context.getWriter().line();
                context.getWriter().write(address);
            } else {
                context.getWriter().write(" (" + address + ")");
            }
        }
    }
}
