package io.featurestore.local.s3.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringWriter;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes the XML documents of answers.
public final class S3Xml {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final XMLStreamWriter out;

    private S3Xml(XMLStreamWriter out) {
        this.out = out;
    }

    /// Writes the document of an answer.
    public static byte[] answer(String root, Consumer<S3Xml> content) {
        return document(root, NAMESPACE, content);
    }

    /// Writes the document of an error, which has no namespace.
    public static byte[] error(Consumer<S3Xml> content) {
        return document("Error", "", content);
    }

    private static byte[] document(String root, String namespace, Consumer<S3Xml> content) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter out = FACTORY.createXMLStreamWriter(text);
            out.writeStartDocument("UTF-8", "1.0");
            out.writeStartElement(root);
            if (!namespace.isEmpty()) {
                out.writeDefaultNamespace(namespace);
            }
            content.accept(new S3Xml(out));
            out.writeEndElement();
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException e) {
            throw cannotWrite(e);
        }
        return text.toString().getBytes(UTF_8);
    }

    /// Writes an element with text.
    public S3Xml text(String name, Object value) {
        return element(name, x -> x.characters(value.toString()));
    }

    /// Writes an element.
    public S3Xml element(String name, Consumer<S3Xml> content) {
        try {
            out.writeStartElement(name);
            content.accept(this);
            out.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw cannotWrite(e);
        }
    }

    /// Writes control characters as references, as S3 does. A parser would read a raw carriage return as a line
    /// feed.
    public S3Xml characters(String text) {
        try {
            int start = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < ' ' && c != '\t' && c != '\n') {
                    out.writeCharacters(text.substring(start, i));
                    out.writeEntityRef("#x" + Integer.toHexString(c));
                    start = i + 1;
                }
            }
            out.writeCharacters(text.substring(start));
            return this;
        } catch (XMLStreamException e) {
            throw cannotWrite(e);
        }
    }

    private static IllegalStateException cannotWrite(XMLStreamException e) {
        return new IllegalStateException("a document in memory can always be written", e);
    }
}
