package torg.web;

import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/// Texts that organisers and speakers write in Markdown (CommonMark). HTML in them is shown, not obeyed; addresses are
/// only of the web, mail and telephone; images only from this installation; headings begin below the page's own.
public final class Markdown {
    private static final Parser PARSER = Parser.builder().build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new DefaultUrlSanitizer(List.of("https", "http", "mailto", "tel")))
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                attributes.remove("rel");
                if (node instanceof Link && attributes.getOrDefault("href", "").matches("(?i)https?:.*")) {
                    attributes.put("rel", "noopener");
                }
                if (node instanceof Image) {
                    attributes.put("loading", "lazy");
                }
            })
            .build();
    private static final TextContentRenderer PLAIN = TextContentRenderer.builder()
            .lineBreakRendering(LineBreakRendering.STRIP)
            .build();

    private Markdown() {}

    public static Html html(String markdown) {
        try {
            return html(document(markdown));
        } catch (StackOverflowError e) {
            // thousands of quotations within each other: nobody means that
            return Html.escaped(markdown);
        }
    }

    public static Html html(Node document) {
        return Html.trusted(HTML.render(document));
    }

    /// What was written, as a tree: for whoever fills something in before it is shown.
    public static Node document(String markdown) {
        Node document = PARSER.parse(markdown);
        int[] highest = {6};
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                highest[0] = Math.min(highest[0], heading.getLevel());
            }
        });
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                heading.setLevel(Math.min(6, heading.getLevel() - highest[0] + 2)); // the page has its h1
                visitChildren(heading);
            }

            @Override
            public void visit(Image image) {
                String source = image.getDestination();
                if (!source.startsWith("/") || source.startsWith("//") || source.startsWith("/\\")) {
                    while (image.getFirstChild() != null) {
                        image.insertBefore(image.getFirstChild());
                    }
                    image.unlink();
                }
            }
        });
        return document;
    }

    /// The words alone, cut at a word's end: for descriptions and previews.
    public static String plain(String markdown, int max) {
        String text = PLAIN.render(PARSER.parse(markdown)).strip();
        if (text.length() <= max) {
            return text;
        }
        int end = text.lastIndexOf(' ', max - 1);
        return text.substring(0, end > 0 ? end : max - 1) + "…";
    }
}
