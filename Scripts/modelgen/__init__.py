"""The generator of the models: tables and schemas in, one tree of documents, two back ends."""
