"""Mobilize attendances to Postgres by dlt's own REST source, with its fastest settings for Postgres: CSV, no child tables."""

import os

import dlt
import hard_texts
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.paginators import JSONLinkPaginator

hard_texts.take_out()
client = RESTClient(
    base_url=os.environ["MOBILIZE_API_URL"],
    headers={"Authorization": "Bearer " + os.environ["MOBILIZE_AMERICA_API_KEY"]},
    paginator=JSONLinkPaginator(next_url_path="next"),
    data_selector="data",
)


@dlt.resource(name="attendances", max_table_nesting=0, write_disposition="replace")
def attendances():
    organization = os.environ["MOBILIZE_ORGANIZATION_ID"]
    yield from client.paginate(f"organizations/{organization}/attendances", params={"per_page": 100})


pipeline = dlt.pipeline(
    pipeline_name="peers",
    pipelines_dir=os.environ["DLT_DIRECTORY"],
    destination=dlt.destinations.postgres(os.environ["DATABASE_URL"]),
    dataset_name="peers",
)
pipeline.run(attendances(), loader_file_format="csv")
