package io.featurestore.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.Deployment.StopRule;
import io.featurestore.local.athena.AthenaService;
import io.featurestore.local.athena.parquet.FileLayout;
import io.featurestore.local.faults.Faults;
import io.featurestore.local.features.FeatureStoreRuntime;
import io.featurestore.local.glue.GlueService;
import io.featurestore.local.http.Front;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.lambda.LambdaRuntime;
import io.featurestore.local.lambda.LambdaService;
import io.featurestore.local.s3.S3Service;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.sagemaker.SageMakerService;
import io.featurestore.local.sample.SampleFeatureGroup;
import io.featurestore.local.states.StatesService;
import io.featurestore.local.store.FolderInUseException;
import io.featurestore.local.store.StoreFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs AWS services on one machine for laptops, tests and demos: S3, Athena, Glue, SageMaker, the feature
/// store runtime, Step Functions and Lambda. They share one loopback port and keep plain files below one
/// folder. Requests need no valid credentials. Buckets, tables, feature groups, queries and executions
/// survive a restart. Functions and state machines must be deployed again.
public final class LocalAws implements AutoCloseable {
    /// The account that owns everything.
    public static final String ACCOUNT = "000000000000";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /// The partition of every ARN that the embedded services make.
    private static final String PARTITION = "aws";
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    private final StoreFolder folder;
    private final Front front;
    private final String region;
    private final LocalBuckets buckets;
    private final GlueService glue;
    private final SageMakerService sageMaker;
    private final FeatureStoreRuntime features;
    private final AthenaService athena;
    private final LambdaRuntime lambda;
    private final StatesService states;
    private final Faults faults;

    private LocalAws(StoreFolder folder, Front front, String region) throws IOException {
        Clock clock = Clock.systemUTC();
        Path path = folder.path();
        this.folder = folder;
        this.front = front;
        this.region = region;
        buckets = LocalBuckets.open(path.resolve("s3"));
        glue = new GlueService(folder.documents(), clock);
        sageMaker = new SageMakerService(folder.documents(), glue, buckets, ACCOUNT, region, clock);
        features = new FeatureStoreRuntime(sageMaker, glue, buckets, path.resolve("features"), clock);
        athena = new AthenaService(folder.documents(), glue, buckets, path.resolve("athena"), clock, ACCOUNT, region);
        lambda = new LambdaRuntime(ACCOUNT, region, Runtime.getRuntime().availableProcessors());
        states = new StatesService(folder.documents(), buckets, lambda, clock, ACCOUNT, region);
        faults = new Faults(buckets, lambda, states::lose);
        lambda.intercept(faults.calls());
        athena.useFaults(faults.queries());
        front.intercept(faults.requests())
                .register(glue)
                .register(sageMaker)
                .register(athena)
                .register(states)
                .register(features)
                .register(new LambdaService(lambda))
                .register(new S3Service(buckets, clock, ACCOUNT));
    }

    /// Starts the services over a folder.
    ///
    /// @param folder the folder, which is created if it does not exist
    /// @param port a port on 127.0.0.1, or 0 for any free port
    /// @param region the region of everything
    /// @throws FolderInUseException if this or another process has the folder open
    /// @throws IOException if the folder cannot be written to or the port is taken
    public static LocalAws open(Path folder, int port, String region) throws IOException {
        StoreFolder store = StoreFolder.open(folder);
        try {
            Front front = Front.bind(port);
            try {
                LocalAws aws = new LocalAws(store, front, region);
                store.announce(front.endpoint());
                front.start();
                return aws;
            } catch (IOException | RuntimeException e) {
                front.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Returns `http://127.0.0.1:<port>`, the endpoint of all services.
    public URI endpoint() {
        return front.endpoint();
    }

    /// Returns the region of everything.
    public String region() {
        return region;
    }

    /// Returns the buckets, for access in this process.
    public Buckets buckets() {
        return buckets;
    }

    /// Sets the files and row groups that Athena's UNLOAD and CREATE TABLE AS write from now on, for example
    /// many small ones. Without a choice it is [FileLayout#USUAL].
    public void useFileLayout(FileLayout layout) {
        athena.useLayout(layout);
    }

    /// Returns the Iceberg tables, for access by Iceberg's library in this process.
    public IcebergCatalog iceberg() {
        return new IcebergCatalog(glue, buckets);
    }

    /// Returns the faults. There are none until a plan is added.
    public Faults faults() {
        return faults;
    }

    /// Creates a bucket. Does nothing if it exists.
    public void createBucket(String name) throws IOException {
        buckets.create(name);
    }

    /// Sets the account's quota of concurrent Lambda calls, which is 1,000 otherwise. Calls beyond it are
    /// refused.
    public void limitCalls(int calls) {
        lambda.limit(calls);
    }

    /// Creates an Athena work group that uses the output location of each call. Does nothing if it exists.
    public void createWorkGroup(String name) {
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("Name", name);
        input.putObject("Configuration").put("EnforceWorkGroupConfiguration", false);
        try {
            athena.call("CreateWorkGroup", input);
        } catch (ServiceException e) {
            athena.call("GetWorkGroup", JsonNodeFactory.instance.objectNode().put("WorkGroup", name));
        }
    }

    /// Deploys a state machine and its functions, as a stack does. It can be called repeatedly. Executions
    /// that a killed process left running end as ABORTED, and their stop rule is called.
    ///
    /// @return the ARN of the state machine
    /// @throws IllegalArgumentException if the definition or the list of functions is not valid
    public String deploy(Deployment deployment) throws IOException {
        Map<String, String> substitutions = new TreeMap<>(Map.of("Partition", PARTITION));
        substitutions.putAll(deployment.substitutions());
        for (JsonNode function : MAPPER.readTree(deployment.functions())) {
            String name = function.path("name").asText();
            substitutions.put(
                    name,
                    lambda.deploy(
                            name,
                            function.path("handler").asText(),
                            function.path("memoryMb").asInt(),
                            function.path("timeoutSeconds").asInt(),
                            deployment.handlers()));
        }
        String arn = states.deploy(deployment.machine(), substituted(deployment.definition(), substitutions));
        deployment.onStopped().ifPresent(rule -> {
            StopRule ready = new StopRule(
                    rule.pattern(),
                    rule.function(),
                    rule.inputPaths(),
                    substituted(rule.inputTemplate(), substitutions));
            states.whenStopped(
                    arn, rule.pattern()::matches, event -> lambda.invoke(ready.function(), ready.input(event)));
        });
        states.resume();
        return arn;
    }

    private static String substituted(String definition, Map<String, String> substitutions) {
        Matcher matcher = SUBSTITUTION.matcher(definition);
        return matcher.replaceAll(match -> {
            String value = substitutions.get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException("The definition needs a value for ${" + match.group(1)
                        + "}. The known names are " + substitutions.keySet());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /// Creates the sample feature group `customers` in the format Glue, see [SampleFeatureGroup]. An existing
    /// sample is replaced.
    ///
    /// @param rows the number of rows in its offline store, at least 1
    /// @return the name of the group, which is another one if the user has a group of this name
    public String createSampleGroup(int rows) throws IOException {
        return createSampleGroup(SampleFeatureGroup.Format.GLUE, rows);
    }

    /// Creates a sample feature group as [#createSampleGroup(int)] does.
    ///
    /// @param format the format of its offline store, which decides its name
    public String createSampleGroup(SampleFeatureGroup.Format format, int rows) throws IOException {
        return new SampleFeatureGroup(sageMaker, glue, buckets)
                .create(format, rows)
                .name();
    }

    /// Writes an object, for samples and tests.
    public void put(String bucket, String key, byte[] content) throws IOException {
        buckets.put(bucket, key, new ByteArrayInputStream(content), "application/octet-stream");
    }

    /// Waits for the stop rules, ends running executions and queries, writes the records that the feature
    /// store has not written yet, and frees the port and the folder.
    @Override
    public void close() {
        states.close();
        lambda.close();
        athena.close();
        features.close();
        front.close();
        try {
            folder.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
