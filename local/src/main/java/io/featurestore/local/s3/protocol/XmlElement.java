package io.featurestore.local.s3.protocol;

import io.featurestore.local.s3.model.S3Errors;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Holds an element of the document of a request.
///
/// @param name without its namespace
/// @param text its own characters
/// @param children the elements in it
public record XmlElement(String name, String text, List<XmlElement> children) {
    private static final int MAX_DEPTH = 8;
    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /// Parses a document whose root must have the given name.
    public static XmlElement parse(byte[] document, String root) {
        try {
            XMLStreamReader in = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                while (in.next() != XMLStreamConstants.START_ELEMENT) {
                    // Comments and the like before the root; the end of the document is an exception.
                }
                XmlElement element = read(in, 1);
                while (in.hasNext()) {
                    in.next();
                }
                if (!element.name.equals(root)) {
                    throw S3Errors.malformedXml("the document is a " + element.name + ", not a " + root);
                }
                return element;
            } finally {
                in.close();
            }
        } catch (XMLStreamException e) {
            throw S3Errors.malformedXml("the body is not the XML document it should be: " + e.getMessage());
        }
    }

    private static XmlElement read(XMLStreamReader in, int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw S3Errors.malformedXml("the document is nested deeper than any of S3");
        }
        String name = in.getLocalName();
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        for (int event = in.next(); event != XMLStreamConstants.END_ELEMENT; event = in.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> children.add(read(in, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(in.getText());
                case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
                    throw S3Errors.malformedXml("the document has entities of its own");
                default -> {
                    // Comments and processing instructions say nothing.
                }
            }
        }
        return new XmlElement(name, text.toString(), children);
    }

    public List<XmlElement> all(String child) {
        return children.stream().filter(c -> c.name.equals(child)).toList();
    }

    public Optional<String> child(String child) {
        return all(child).stream().findFirst().map(XmlElement::text);
    }

    public String required(String child) {
        return child(child).orElseThrow(() -> S3Errors.malformedXml("a " + name + " has no " + child));
    }
}
